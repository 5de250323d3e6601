import { z } from "@medusajs/framework/zod"

export const entityId = z.string().min(1).max(255)

/** For routes without a body: strict, because a field in it was meant for another route. */
export const noBody = z.strictObject({}).optional()

/** What every list returns beside its rows. */
export const pageOf = {
  count: z.number().int().min(0).describe("Rows over all pages."),
  offset: z.number().int().min(0).describe("Rows before this page."),
  limit: z.number().int().min(0).describe("Rows of this page at most."),
}

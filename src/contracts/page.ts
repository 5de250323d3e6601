import { z } from "@medusajs/framework/zod"

/** What the answer of every paged list carries beside its rows. */
export const pageOf = {
  count: z.number().int().min(0).describe("Rows over all pages."),
  offset: z.number().int().min(0).describe("Rows before this page."),
  limit: z.number().int().min(0).describe("Rows of this page at most."),
}

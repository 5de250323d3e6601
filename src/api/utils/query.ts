import { z } from "@medusajs/framework/zod"
import { createOperatorMap } from "@medusajs/medusa/api/utils/validators"

/** Far more than Medusa's own dashboard asks for. */
const ADMIN_LIMIT_MAX = 1_000

const STORE_LIMIT_MAX = 100

export const adminPage = {
  limit: z.coerce.number().int().min(0).max(ADMIN_LIMIT_MAX).default(20),
  offset: z.coerce.number().int().min(0).default(0),
}

/** For lists that are mostly read whole. */
export const longAdminPage = { ...adminPage, limit: adminPage.limit.unwrap().default(50) }

export const storePage = {
  limit: z.coerce.number().int().min(1).max(STORE_LIMIT_MAX).default(20),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
}

export const storePageParams = z.object(storePage)

export type StorePage = z.infer<typeof storePageParams>

/** One value or a list of them. */
export const oneOrMany = <Value extends string>(values: z.ZodType<Value>, max = Infinity) =>
  z
    .preprocess(
      (value) => (typeof value === "string" ? [value] : value),
      max === Infinity ? z.array(values) : z.array(values).max(max)
    )
    .optional()

/** For the filters of Medusa's services. */
export const ids = z.union([z.string(), z.array(z.string())]).optional()

/** A single instance, because the OpenAPI file names it. */
export const dateFilter = createOperatorMap(z.iso.datetime({ offset: true })).meta({
  id: "DateFilter",
  description: "A date-time, or a range: `created_at[$gte]=…`.",
})

export const dates = dateFilter.optional()

/** Newest first by default. */
export const orderOf = (fields: readonly string[]) =>
  z
    .string()
    .refine((order) => fields.includes(order.replace(/^-/, "")), {
      message: `'order' is one of ${fields.join(", ")}, with a - before it for descending`,
    })
    .default("-created_at")

import { z } from "@medusajs/framework/zod"
import { createOperatorMap } from "@medusajs/medusa/api/utils/validators"

/** Rows of one page: what Medusa's own dashboard asks for at most, by far. */
const ADMIN_LIMIT_MAX = 1_000

/** Rows of one page that a shopper may ask for. */
const STORE_LIMIT_MAX = 100

/** The page of an Admin list. */
export const adminPage = {
  limit: z.coerce.number().int().min(0).max(ADMIN_LIMIT_MAX).default(20),
  offset: z.coerce.number().int().min(0).default(0),
}

/** The same for lists that are mostly read whole. */
export const longAdminPage = { ...adminPage, limit: adminPage.limit.unwrap().default(50) }

/** The page of a Store list. */
export const storePage = {
  limit: z.coerce.number().int().min(1).max(STORE_LIMIT_MAX).default(20),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
}

export const storePageParams = z.object(storePage)

export type StorePage = z.infer<typeof storePageParams>

/** A choice of values, given once or as a list. */
export const oneOrMany = <Value extends string>(values: z.ZodType<Value>, max = Infinity) =>
  z
    .preprocess(
      (value) => (typeof value === "string" ? [value] : value),
      max === Infinity ? z.array(values) : z.array(values).max(max)
    )
    .optional()

/** Ids for Medusa's own filters. */
export const ids = z.union([z.string(), z.array(z.string())]).optional()

/** What a list's query takes for a time; once, since the OpenAPI file names it. */
export const dateFilter = createOperatorMap(z.iso.datetime({ offset: true })).meta({
  id: "DateFilter",
  description: "A date-time, or a range: `created_at[$gte]=…`.",
})

export const dates = dateFilter.optional()

/** What a list is sorted by, newest first unless something else is asked for. */
export const orderOf = (fields: readonly string[]) =>
  z
    .string()
    .refine((order) => fields.includes(order.replace(/^-/, "")), {
      message: `'order' is one of ${fields.join(", ")}, with a - before it for descending`,
    })
    .default("-created_at")

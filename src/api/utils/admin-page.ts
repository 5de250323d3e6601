import { z } from "@medusajs/framework/zod"

/** Rows of one page: what Medusa's own dashboard asks for at most, by far. */
const LIMIT_MAX = 1_000

/** The page of an Admin list. */
export const adminPage = {
  limit: z.coerce.number().int().min(0).max(LIMIT_MAX).default(20),
  offset: z.coerce.number().int().min(0).default(0),
}

/** A choice of values, given once or as a list. */
export const some = <Value extends string>(values: z.ZodType<Value>) =>
  z.preprocess((value) => (typeof value === "string" ? [value] : value), z.array(values)).optional()

/** What a list is sorted by, newest first unless something else is asked for. */
export const orderOf = (fields: readonly string[]) =>
  z
    .string()
    .refine((order) => fields.includes(order.replace(/^-/, "")), {
      message: `'order' is one of ${fields.join(", ")}, with a - before it for descending`,
    })
    .default("-created_at")

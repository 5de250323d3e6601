import { z } from "@medusajs/framework/zod"

export const poolKind = z
  .enum(["level", "drop", "shared", "vault"])
  .describe(
    "What the units are of: a stock level, a drop, stock set aside for a shared inventory, or somebody's vault."
  )

export const adminHold = z
  .object({
    id: z.string(),
    pool_kind: poolKind,
    inventory_item_id: z.string().nullable().describe("Of a stock level; else null."),
    variant_id: z.string().nullable().describe("Of every other pool; null for a stock level."),
    location_id: z.string().nullable().describe("Of a stock level; else null."),
    quantity: z
      .number()
      .positive()
      .describe("Units of the inventory item, or pieces of the variant."),
    holder_type: z.enum(["cart", "customer", "guest", "trade"]),
    holder_id: z.string(),
    cart_id: z.string().nullable(),
    reason: z.string(),
    at_risk: z
      .boolean()
      .describe("Its units were taken from under it; its shopper is told at the next look."),
    completing: z.boolean().describe("Its cart is just being completed."),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: "AdminHold" })

export const adminHoldsAnswer = z.object({
  holds: z.array(adminHold),
  count: z.number().int().min(0),
  offset: z.number().int().min(0),
  limit: z.number().int().min(0),
})

export type AdminHold = z.infer<typeof adminHold>
export type AdminHoldsAnswer = z.infer<typeof adminHoldsAnswer>

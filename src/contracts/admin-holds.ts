import { z } from "@medusajs/framework/zod"

export const poolKind = z
  .enum(["level", "drop", "shared", "vault"])
  .describe(
    "What the units belong to: a stock level, a drop, an allotment of a shared inventory, or a vault."
  )

export const adminHold = z
  .object({
    id: z.string(),
    pool_kind: poolKind,
    inventory_item_id: z.string().nullable().describe("For a stock level; else null."),
    variant_id: z.string().nullable().describe("For every other pool; null for a stock level."),
    location_id: z.string().nullable().describe("For a stock level; else null."),
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
      .describe("The merchant took its units; the shopper sees that when the cart is read next."),
    completing: z.boolean().describe("Whether its cart is being completed now."),
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

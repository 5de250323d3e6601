import { z } from "@medusajs/framework/zod"

/** What the merchant decided; `live` and `ended` follow the database's clock, whatever jobs run. */
export const dropState = z.enum(["draft", "scheduled", "live", "ended", "cancelled"])

/** A purchaser as others see one: first name and initial, unless they opted out. */
export const dropPurchaser = z.object({ username: z.string(), purchased_at: z.iso.datetime() })

export const storeDrop = z.object({
  id: z.string(),
  name: z.string(),
  variant_id: z.string(),
  product_id: z.string(),
  /** As shown to shoppers, in the smallest way Medusa writes prices; the cart's price is Medusa's own. Null if not set. */
  price: z.number().nullable(),
  currency_code: z.string().nullable(),
  state: dropState,
  starts_at: z.iso.datetime().nullable(),
  ends_at: z.iso.datetime().nullable(),
  total_quantity: z.number().int().positive(),
  /** Units that can be reserved now. */
  available_stock: z.number().int().min(0),
  limit_per_customer: z.number().int().positive(),
  guests_allowed: z.boolean(),
  hold_ttl_seconds: z.number().int().positive(),
  /** The three latest, newest first. */
  latest_purchasers: z.array(dropPurchaser),
})

export const storeDropReservation = z.object({
  id: z.string(),
  drop_id: z.string(),
  quantity: z.number().int().positive(),
  status: z.enum(["active", "consumed", "released", "expired"]),
  expires_at: z.iso.datetime(),
  cart_id: z.string().nullable(),
  order_id: z.string().nullable(),
})

export const reserveDropBody = z.strictObject({
  /** The unit is put into this cart as well. */
  cart_id: z.string().min(1).max(255).optional(),
  quantity: z.number().int().min(1).max(1_000).default(1),
})

export const purchaseDropBody = z.strictObject({ cart_id: z.string().min(1).max(255) })

export type DropState = z.infer<typeof dropState>
export type DropPurchaser = z.infer<typeof dropPurchaser>
export type StoreDrop = z.infer<typeof storeDrop>
export type StoreDropReservation = z.infer<typeof storeDropReservation>
export type ReserveDropBody = z.infer<typeof reserveDropBody>
export type PurchaseDropBody = z.infer<typeof purchaseDropBody>

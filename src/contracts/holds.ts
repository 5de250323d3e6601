import { z } from "@medusajs/framework/zod"

/** One hold of a cart, as a storefront sees it. */
export const storeHold = z.object({
  id: z.string(),
  /** The cart's lines that these units are for. */
  line_item_ids: z.array(z.string()),
  /** Null for units of a shared inventory's set-aside stock, which are counted by variant. */
  inventory_item_id: z.string().nullable(),
  /** Set for those, and null for the others. */
  variant_id: z.string().nullable(),
  quantity: z.number().positive(),
  /** When the units go back unless the hold is extended; ISO 8601, by the server's clock. */
  expires_at: z.iso.datetime(),
  /** The hold is not extended beyond this. */
  extend_until: z.iso.datetime(),
  /** The merchant took units away from under it: the order may fall short. */
  at_risk: z.boolean(),
})

export const storeHoldWarning = z.object({
  /** `HOLD_EXPIRED`: some units went back; `INSUFFICIENT_STOCK`: some lines are not held; `UNITS_AT_RISK`. */
  code: z.enum(["HOLD_EXPIRED", "INSUFFICIENT_STOCK", "UNITS_AT_RISK"]),
  message: z.string(),
  line_item_ids: z.array(z.string()),
})

export const storeCartHolds = z.object({
  cart_id: z.string(),
  holds: z.array(storeHold),
  /** Whether every line that asks for stock is held right now. */
  covered: z.boolean(),
  /** The earliest end of any hold: what a countdown shows. Null without holds. */
  expires_at: z.iso.datetime().nullable(),
  /** The server's clock at the answer, so that a countdown does not depend on the shopper's. */
  server_time: z.iso.datetime(),
  warnings: z.array(storeHoldWarning),
})

export const storeVariantAvailabilityQuery = z.object({
  /** Whose own holds do not count against the answer. */
  cart_id: z.string().min(1).max(255).optional(),
})

export const storeVariantAvailability = z.object({
  variant_id: z.string(),
  /**
   * `available`; `held`: all units that are left lie in other carts and may come back; `sold_out`; `backorder`: sold
   * beyond stock; `not_managed`: stock is not counted.
   */
  state: z.enum(["available", "held", "sold_out", "backorder", "not_managed"]),
  /** Units that can be had now over all stock locations; null where stock does not count. */
  available: z.number().min(0).nullable(),
  /** Units that one line can have: an order line is served from one stock location. */
  available_per_line: z.number().min(0).nullable(),
  /** Units that other shoppers hold. */
  held_by_others: z.number().min(0),
  server_time: z.iso.datetime(),
})

export type StoreHold = z.infer<typeof storeHold>
export type StoreHoldWarning = z.infer<typeof storeHoldWarning>
export type StoreCartHolds = z.infer<typeof storeCartHolds>
export type StoreVariantAvailabilityQuery = z.infer<typeof storeVariantAvailabilityQuery>
export type StoreVariantAvailability = z.infer<typeof storeVariantAvailability>

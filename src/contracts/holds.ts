import { z } from "@medusajs/framework/zod"

/** One hold of a cart, as a storefront sees it. */
export const storeHold = z
  .object({
    id: z.string(),
    line_item_ids: z.array(z.string()).describe("The cart's lines that these units are for."),
    inventory_item_id: z
      .string()
      .nullable()
      .describe(
        "Null for units of a shared inventory's set-aside stock, which are counted by variant."
      ),
    variant_id: z.string().nullable().describe("Set for those, and null for the others."),
    quantity: z.number().positive().describe("Units of the inventory item, or of the variant."),
    expires_at: z.iso
      .datetime()
      .describe("When the units go back unless the hold is extended, by the server's clock."),
    extend_until: z.iso.datetime().describe("The hold is not extended beyond this."),
    at_risk: z
      .boolean()
      .describe("The merchant took units away from under it: the order may fall short."),
  })
  .meta({ id: "StoreHold" })

export const storeHoldWarning = z
  .object({
    code: z
      .enum(["HOLD_EXPIRED", "INSUFFICIENT_STOCK", "UNITS_AT_RISK"])
      .describe(
        "`HOLD_EXPIRED`: some units went back. `INSUFFICIENT_STOCK`: some lines are not held. `UNITS_AT_RISK`: the " +
          "merchant took units away."
      ),
    message: z.string(),
    line_item_ids: z.array(z.string()),
  })
  .meta({ id: "StoreHoldWarning" })

export const storeCartHolds = z
  .object({
    cart_id: z.string(),
    holds: z.array(storeHold),
    covered: z.boolean().describe("Whether every line that asks for stock is held right now."),
    expires_at: z.iso
      .datetime()
      .nullable()
      .describe("The earliest end of any hold: what a countdown shows. Null without holds."),
    server_time: z.iso
      .datetime()
      .describe("The server's clock at the answer, so that a countdown needs no other."),
    warnings: z.array(storeHoldWarning),
  })
  .meta({ id: "StoreCartHolds" })

export const storeVariantAvailabilityQuery = z.object({
  cart_id: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe("Whose own holds do not count against the answer."),
})

export const storeVariantAvailability = z
  .object({
    variant_id: z.string(),
    state: z
      .enum(["available", "held", "sold_out", "backorder", "not_managed"])
      .describe(
        "`held`: all units that are left lie in other carts and may come back. `backorder`: sold beyond stock. " +
          "`not_managed`: stock is not counted."
      ),
    available: z
      .number()
      .min(0)
      .nullable()
      .describe(
        "Units that can be had now over all stock locations; null where stock does not count."
      ),
    available_per_line: z
      .number()
      .min(0)
      .nullable()
      .describe("Units that one line can have: an order line is served from one stock location."),
    held_by_others: z.number().min(0).describe("Units that other shoppers hold."),
    server_time: z.iso.datetime(),
  })
  .meta({ id: "StoreVariantAvailability" })

export type StoreHold = z.infer<typeof storeHold>
export type StoreHoldWarning = z.infer<typeof storeHoldWarning>
export type StoreCartHolds = z.infer<typeof storeCartHolds>
export type StoreVariantAvailabilityQuery = z.infer<typeof storeVariantAvailabilityQuery>
export type StoreVariantAvailability = z.infer<typeof storeVariantAvailability>

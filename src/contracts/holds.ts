import { z } from "@medusajs/framework/zod"

/** A hold of a cart, as a storefront sees it. */
export const storeHold = z
  .object({
    id: z.string(),
    line_item_ids: z.array(z.string()).describe("The cart's lines that these units are for."),
    inventory_item_id: z
      .string()
      .nullable()
      .describe("Null for allotted units of a shared inventory, which are counted by variant."),
    variant_id: z.string().nullable().describe("Set for those; null for the others."),
    quantity: z.number().positive().describe("Units of the inventory item, or of the variant."),
    expires_at: z.iso
      .datetime()
      .describe("When the hold expires unless it is extended, by the server's clock."),
    extend_until: z.iso.datetime().describe("The hold cannot be extended beyond this."),
    at_risk: z
      .boolean()
      .describe("The merchant took units, and there may be too few for the order."),
  })
  .meta({ id: "StoreHold" })

export const storeHoldWarning = z
  .object({
    code: z
      .enum(["HOLD_EXPIRED", "INSUFFICIENT_STOCK", "UNITS_AT_RISK"])
      .describe(
        "`HOLD_EXPIRED`: some units were released. `INSUFFICIENT_STOCK`: some lines are not held. `UNITS_AT_RISK`: the " +
          "merchant took units."
      ),
    message: z.string(),
    line_item_ids: z.array(z.string()),
  })
  .meta({ id: "StoreHoldWarning" })

export const storeCartHolds = z
  .object({
    cart_id: z.string(),
    holds: z.array(storeHold),
    covered: z.boolean().describe("Whether every line that needs stock is held now."),
    expires_at: z.iso
      .datetime()
      .nullable()
      .describe("When the first hold expires: what a countdown shows. Null without holds."),
    server_time: z.iso
      .datetime()
      .describe("The server's clock, so that a countdown needs no other."),
    warnings: z.array(storeHoldWarning),
  })
  .meta({ id: "StoreCartHolds" })

export const storeVariantAvailabilityQuery = z.object({
  cart_id: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe("Its own holds do not reduce the result."),
})

export const storeVariantAvailability = z
  .object({
    variant_id: z.string(),
    state: z
      .enum(["available", "held", "sold_out", "backorder", "not_managed"])
      .describe(
        "`held`: other carts hold all that is left, and may release it. `backorder`: sold beyond stock. " +
          "`not_managed`: stock is not counted."
      ),
    available: z
      .number()
      .min(0)
      .nullable()
      .describe("Units available now over all stock locations; null if stock is not counted."),
    available_per_line: z
      .number()
      .min(0)
      .nullable()
      .describe("Units that one line can get: an order line is served from one stock location."),
    held_by_others: z.number().min(0).describe("Units that other shoppers hold."),
    server_time: z.iso.datetime(),
  })
  .meta({ id: "StoreVariantAvailability" })

export type StoreHold = z.infer<typeof storeHold>
export type StoreHoldWarning = z.infer<typeof storeHoldWarning>
export type StoreCartHolds = z.infer<typeof storeCartHolds>
export type StoreVariantAvailabilityQuery = z.infer<typeof storeVariantAvailabilityQuery>
export type StoreVariantAvailability = z.infer<typeof storeVariantAvailability>

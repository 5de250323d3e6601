import { z } from "@medusajs/framework/zod"
import { pageOf } from "./common"

/** `live` and `ended` follow the database's clock, whether or not a job has run. */
export const dropState = z.enum(["draft", "scheduled", "live", "ended", "cancelled"])

/** The states that lists for shoppers include. */
export const openDropState = dropState.extract(["scheduled", "live"])

export const dropPurchaser = z
  .object({ username: z.string(), purchased_at: z.iso.datetime() })
  .describe("A purchaser as others see one: first name and initial, unless they opted out.")
  .meta({ id: "DropPurchaser" })

export const storeDrop = z
  .object({
    id: z.string(),
    name: z.string(),
    variant_id: z.string(),
    product_id: z.string(),
    price: z
      .number()
      .nullable()
      .describe(
        "Shown to shoppers, in Medusa's format (249 is € 249); the cart's price is Medusa's. Null if not set."
      ),
    currency_code: z.string().nullable(),
    state: dropState,
    starts_at: z.iso.datetime().nullable(),
    ends_at: z.iso.datetime().nullable(),
    total_quantity: z.number().int().positive(),
    available_stock: z.number().int().min(0).describe("Units that can be reserved now."),
    limit_per_customer: z.number().int().positive(),
    guests_allowed: z.boolean(),
    hold_ttl_seconds: z.number().int().positive(),
    latest_purchasers: z.array(dropPurchaser).describe("The three latest, newest first."),
  })
  .meta({ id: "StoreDrop" })

export const storeDropReservation = z
  .object({
    id: z.string(),
    drop_id: z.string(),
    quantity: z.number().int().positive(),
    status: z.enum(["active", "consumed", "released", "expired"]),
    expires_at: z.iso.datetime(),
    cart_id: z.string().nullable(),
    order_id: z.string().nullable(),
  })
  .meta({ id: "StoreDropReservation" })

export const reserveDropBody = z.strictObject({
  cart_id: z.string().min(1).max(255).optional().describe("Also adds the unit to this cart."),
  quantity: z.number().int().min(1).max(1_000).default(1),
})

export const purchaseDropBody = z.strictObject({ cart_id: z.string().min(1).max(255) })

export const storeDropsAnswer = z.object({ drops: z.array(storeDrop), ...pageOf })
export const storeDropAnswer = z.object({ drop: storeDrop })
export const storeDropReservationAnswer = z.object({ reservation: storeDropReservation })
export const storeDropReservationsAnswer = z.object({
  reservations: z.array(storeDropReservation),
  server_time: z.iso.datetime(),
})

/** Medusa's order, always with the fields named here. */
export const purchaseDropAnswer = z.object({
  type: z.literal("order"),
  order: z.looseObject({
    id: z.string(),
    display_id: z.number().int(),
    status: z.string(),
    email: z.string().nullable(),
    currency_code: z.string(),
    total: z.number(),
    items: z.array(z.looseObject({ id: z.string() })),
  }),
})

export type DropState = z.infer<typeof dropState>
export type DropPurchaser = z.infer<typeof dropPurchaser>
export type StoreDrop = z.infer<typeof storeDrop>
export type StoreDropReservation = z.infer<typeof storeDropReservation>
export type ReserveDropBody = z.infer<typeof reserveDropBody>
export type PurchaseDropBody = z.infer<typeof purchaseDropBody>
export type StoreDropsAnswer = z.infer<typeof storeDropsAnswer>
export type StoreDropAnswer = z.infer<typeof storeDropAnswer>
export type StoreDropReservationAnswer = z.infer<typeof storeDropReservationAnswer>
export type StoreDropReservationsAnswer = z.infer<typeof storeDropReservationsAnswer>
export type PurchaseDropAnswer = z.infer<typeof purchaseDropAnswer>

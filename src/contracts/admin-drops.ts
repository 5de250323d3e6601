import { z } from "@medusajs/framework/zod"
import { dropState } from "./drops"
import { pageOf } from "./common"

/** More than any limited release has, and fits the column. */
const QUANTITY_MAX = 1_000_000
/** Nobody can pay in less, and more than a day is not a rush. */
const HOLD_TTL_MIN = 5
const HOLD_TTL_MAX = 86_400
const LIMIT_MAX = 1_000
const TEXT_MAX = 255
const NOTE_MAX = 2_000

/** What the merchant decided; `state` is what the drop is now, by the database's clock. */
export const dropStatus = z.enum(["draft", "scheduled", "ended", "cancelled"])

/** A drop as the merchant sees it. */
export const adminDrop = z
  .object({
    id: z.string(),
    name: z.string(),
    variant_id: z.string(),
    product_id: z.string(),
    sales_channel_id: z.string(),
    price: z.number().nullable(),
    currency_code: z.string().nullable(),
    total_quantity: z.number().int().positive(),
    starts_at: z.iso.datetime().nullable(),
    ends_at: z.iso.datetime().nullable(),
    hold_ttl_seconds: z.number().int().positive(),
    limit_per_customer: z.number().int().positive(),
    guests_allowed: z.boolean(),
    note: z.string().nullable().describe("For the merchant's staff; shoppers never see it."),
    status: dropStatus,
    state: dropState,
    available: z
      .number()
      .int()
      .min(0)
      .describe("Units that can be reserved; 0 for a draft or an ended drop."),
    held: z.number().int().min(0).describe("Units of live reservations."),
    sold: z.number().int().min(0).describe("Units that became part of orders."),
    metadata: z.record(z.string(), z.unknown()).nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: "AdminDrop" })

/** A reservation of a drop. */
export const adminDropHold = z
  .object({
    id: z.string(),
    quantity: z.number().int().positive(),
    status: z
      .enum(["active", "consumed", "released", "expired"])
      .describe("`expired` as soon as its time is up, tidied or not."),
    customer_id: z.string().nullable(),
    cart_id: z.string().nullable(),
    order_id: z.string().nullable(),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
    resolved_at: z.iso.datetime().nullable(),
  })
  .meta({ id: "AdminDropHold" })

/** The units of a minute, by the database's clock; `refused` counts shoppers. */
export const adminDropMinute = z
  .object({
    minute: z.iso.datetime(),
    granted: z.number(),
    sold: z.number(),
    lapsed: z.number(),
    released: z.number(),
    refused: z.number(),
  })
  .meta({ id: "AdminDropMinute" })

export const adminDropStats = z
  .object({
    drop_id: z.string(),
    state: dropState,
    total_quantity: z.number(),
    available: z.number(),
    held: z.number(),
    granted: z.number().describe("Units ever reserved: held, sold, expired and released."),
    sold: z.number(),
    lapsed: z.number(),
    released: z.number(),
    refused: z.number().describe("Shoppers who found it sold out."),
    conversion: z
      .number()
      .nullable()
      .describe("Sold of granted, 0 to 1; null before the first reservation."),
    per_minute: z
      .array(adminDropMinute)
      .describe("The latest minutes in which something happened, oldest first."),
    server_time: z.iso.datetime(),
  })
  .meta({ id: "AdminDropStats" })

export const adminExpireNow = z.object({
  expired: z.number().describe("Due holds that were marked expired."),
  settled: z.number().describe("Orders that were settled after a crash."),
})

const settings = z.strictObject({
  name: z.string().trim().min(1).max(TEXT_MAX),
  variant_id: z.string().min(1).max(TEXT_MAX),
  sales_channel_id: z.string().min(1).max(TEXT_MAX),
  price: z.number().min(0).nullish().describe("Shown to shoppers; the cart's price is Medusa's."),
  currency_code: z
    .string()
    .regex(/^[a-z]{3}$/, "'currency_code' is three lower-case letters, as in eur")
    .nullish(),
  total_quantity: z.number().int().min(1).max(QUANTITY_MAX),
  starts_at: z.iso.datetime({ offset: true, error: isoWanted("starts_at") }).nullish(),
  ends_at: z.iso.datetime({ offset: true, error: isoWanted("ends_at") }).nullish(),
  hold_ttl_seconds: z.number().int().min(HOLD_TTL_MIN).max(HOLD_TTL_MAX).optional(),
  limit_per_customer: z.number().int().min(1).max(LIMIT_MAX).optional(),
  guests_allowed: z.boolean().optional(),
  note: z.string().trim().max(NOTE_MAX).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
})

/** Without a status, `starts_at` decides: missing is a draft, future is scheduled, past is live. */
export const adminCreateDrop = settings.extend({
  status: z.enum(["draft", "scheduled", "live"]).optional(),
})

export const adminUpdateDrop = settings.partial()

/** With `fields` in the query, only those fields are returned. */
const someFields = adminDrop.partial().meta({ id: "AdminDropFields" })

export const adminDropAnswer = z.object({ drop: someFields })
export const adminDropsAnswer = z.object({ drops: z.array(someFields), ...pageOf })
export const adminDropHoldsAnswer = z.object({ holds: z.array(adminDropHold), ...pageOf })
export const adminDropStatsAnswer = z.object({ stats: adminDropStats })
export const adminDropDeleted = z.object({
  id: z.string(),
  object: z.literal("drop"),
  deleted: z.literal(true),
})

function isoWanted(field: string): string {
  return `'${field}' is a date and time in ISO 8601 with its zone, as in 2027-01-31T18:00:00Z`
}

export type AdminDrop = z.infer<typeof adminDrop>
export type AdminDropHold = z.infer<typeof adminDropHold>
export type AdminDropMinute = z.infer<typeof adminDropMinute>
export type AdminDropStats = z.infer<typeof adminDropStats>
export type AdminExpireNow = z.infer<typeof adminExpireNow>
export type AdminCreateDrop = z.infer<typeof adminCreateDrop>
export type AdminUpdateDrop = z.infer<typeof adminUpdateDrop>
export type AdminDropAnswer = z.infer<typeof adminDropAnswer>
export type AdminDropsAnswer = z.infer<typeof adminDropsAnswer>
export type AdminDropHoldsAnswer = z.infer<typeof adminDropHoldsAnswer>
export type AdminDropStatsAnswer = z.infer<typeof adminDropStatsAnswer>
export type AdminDropDeleted = z.infer<typeof adminDropDeleted>

import { z } from "@medusajs/framework/zod"

/** The payload of every event of a hold: ids and quantities, no personal data. */
export const holdEventData = z.object({
  hold_id: z.string(),
  quantity: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .describe(
      "Units placed, added, released, expired or ordered, as an exact decimal; all of the hold " +
        "for `at_risk`, 0 for `extended`."
    ),
  cart_id: z.string().nullable(),
  order_id: z.string().nullable().describe("Set when the hold became part of that order."),
  drop_id: z
    .string()
    .nullable()
    .describe("The drop that the units belong to; null for the shop's."),
})

/** The ledger's events, emitted after the commit. */
export const HOLD_EVENTS = {
  "holdfast.hold.placed": "A hold was placed, or got more units.",
  "holdfast.hold.extended": "A hold was extended.",
  "holdfast.hold.released": "Some or all units of a hold were released.",
  "holdfast.hold.expired": "A hold expired.",
  "holdfast.hold.consumed": "A hold became part of an order.",
  "holdfast.hold.at_risk": "The merchant took units of a hold, or returned them.",
} as const

export type HoldEventName = keyof typeof HOLD_EVENTS
export type HoldEventData = z.infer<typeof holdEventData>

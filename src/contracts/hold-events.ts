import { z } from "@medusajs/framework/zod"

/** What the payload of every event of a hold carries: ids and quantities, no personal data. */
export const holdEventData = z.object({
  hold_id: z.string(),
  quantity: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .describe(
      "Units that the event speaks of, as an exact decimal: placed, added, given back, lapsed or ordered; all of the hold " +
        "for `at_risk`, 0 for `extended`."
    ),
  cart_id: z.string().nullable(),
  order_id: z.string().nullable().describe("Set when the hold became part of that order."),
  drop_id: z
    .string()
    .nullable()
    .describe("The drop that the units are of; null for units of the shop."),
})

/** What the ledger says on Medusa's event bus, after the commit. */
export const HOLD_EVENTS = {
  "holdfast.hold.placed": "Units are held, or more of them than before.",
  "holdfast.hold.extended": "The time of a hold began again.",
  "holdfast.hold.released": "Units were given back: some of a hold, or all.",
  "holdfast.hold.expired": "The time of a hold ran out.",
  "holdfast.hold.consumed": "A hold became part of an order.",
  "holdfast.hold.at_risk": "The merchant took units away from under a hold, or put them back.",
} as const

export type HoldEventName = keyof typeof HOLD_EVENTS
export type HoldEventData = z.infer<typeof holdEventData>

import { z } from "@medusajs/framework/zod"
import { entityId, pageOf } from "./common"
import { tradingContext, variantUnits, variantUnitsList, vaultOwner } from "./vaults"

const DAY = 86_400

/** The longest time, in seconds, that a trade may be pending. */
export const EXPIRES_IN_MAX = 30 * DAY

export const tradeStatus = z.enum(["pending", "completed", "declined", "cancelled", "expired"])

/** Another side of a trade. */
export const tradeTarget = z.union([
  z.strictObject({ customer_id: entityId }),
  z.strictObject({ shared_inventory_id: entityId }),
])

const message = z.string().trim().max(500).optional()
const expires_in = z.number().int().min(60).max(EXPIRES_IN_MAX).optional()

const hasUnits = (body: { offered: unknown[]; wanted: unknown[] }): boolean =>
  body.offered.length + body.wanted.length > 0

const terms = {
  offered: variantUnitsList(0).describe("What the initiator gives. None: a request."),
  wanted: variantUnitsList(0).describe("What the target gives. None: a gift."),
  message,
  expires_in: expires_in.describe("Seconds. Default: the option `trading.expiresInSeconds`."),
}

export const createTradeBody = z
  .strictObject({ context: tradingContext.default("self"), target: tradeTarget, ...terms })
  .refine(hasUnits, { message: "Offer or want at least one unit" })

export const counterTradeBody = z
  .strictObject(terms)
  .refine(hasUnits, { message: "Offer or want at least one unit" })

/**
 * The initiator gives to the first of `others`, that one to the second, who gives to the initiator.
 */
export const createRingBody = z.strictObject({
  context: tradingContext.default("self"),
  others: z.tuple([tradeTarget, tradeTarget]),
  gives: z
    .tuple([variantUnitsList(1), variantUnitsList(1), variantUnitsList(1)])
    .describe("What each gives, in the order of the ring, the initiator first."),
  message,
  expires_in,
})

export const confirmTradeBody = z.strictObject({
  context: tradingContext
    .optional()
    .describe(
      "Which side, for a customer who may act for several in a ring: `self`, or a shared inventory's id."
    ),
})

export const storeTradeParty = z
  .object({
    position: z.number().int(),
    owner: vaultOwner,
    name: z.string().describe("First name and initial, or the shared inventory's name."),
    is_yours: z.boolean().describe("Whether the caller may act for this side."),
    confirmed: z.boolean(),
    gives: z.array(variantUnits),
    gets: z.array(variantUnits),
  })
  .meta({ id: "StoreTradeParty" })

export const storeTrade = z
  .object({
    id: z.string(),
    kind: z.enum(["direct", "ring"]),
    status: tradeStatus,
    message: z.string().nullable(),
    parties: z.array(storeTradeParty),
    expires_at: z.iso.datetime(),
    settles_at: z.iso
      .datetime()
      .nullable()
      .describe("When it settles, once all have confirmed and a cooling-off time applies."),
    resolved_at: z.iso.datetime().nullable(),
    reason: z.string().nullable().describe("Why the merchant or the marketplace ended it."),
    counter_of: z.string().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: "StoreTrade" })

export const storeTradeAnswer = z.object({ trade: storeTrade })
export const storeTradesAnswer = z.object({ trades: z.array(storeTrade), ...pageOf })

export const storeListing = z
  .object({
    id: z.string(),
    variant_id: z.string(),
    for_trade: z.number().int().min(0).describe("Units that the owner would give."),
    wanted: z.number().int().min(0).describe("Units that the owner wants."),
  })
  .meta({ id: "StoreListing" })

export const storeListingAnswer = z.object({
  listing: storeListing.nullable().describe("Null if the variant is no longer listed."),
})
export const storeListingsAnswer = z.object({ listings: z.array(storeListing), ...pageOf })
export const storeListingDeleted = z.object({
  id: z.string(),
  object: z.literal("trade_listing"),
  deleted: z.literal(true),
})

export const setListingBody = z
  .strictObject({
    context: tradingContext.default("self"),
    variant_id: entityId,
    for_trade: z.number().int().min(0).max(1_000_000).default(0),
    wanted: z.number().int().min(0).max(1_000_000).default(0),
  })
  .refine((body) => body.for_trade === 0 || body.wanted === 0, {
    message: "List a variant either to give it or to get it",
  })

const matchSide = z.object({ owner: vaultOwner, name: z.string(), gives: z.array(variantUnits) })

export const storeMatch = z
  .object({
    kind: z.enum(["direct", "ring"]),
    sides: z
      .array(matchSide)
      .describe(
        "The caller's side first, in the order of giving; the last gives to the caller. Each gives as many units as it gets."
      ),
    units: z.number().int().positive().describe("Units that would change hands."),
    fit: z
      .number()
      .min(0)
      .max(1)
      .describe(
        "Units that would change hands divided by the units that all sides want: above 0, and 1 if everybody gets everything."
      ),
    proposal: z
      .union([
        z.object({
          context: tradingContext,
          target: tradeTarget,
          offered: z.array(variantUnits),
          wanted: z.array(variantUnits),
        }),
        z.object({
          context: tradingContext,
          others: z.array(tradeTarget),
          gives: z.array(z.array(variantUnits)),
        }),
      ])
      .describe(
        "The body that proposes it: of `POST /store/trades` for a swap, of `POST /store/trades/rings` for a ring."
      ),
  })
  .meta({ id: "StoreMatch" })

export const storeMatchesAnswer = z.object({
  matches: z.array(storeMatch).describe("Best first."),
})

export type TradeStatus = z.infer<typeof tradeStatus>
export type StoreTradeAnswer = z.infer<typeof storeTradeAnswer>
export type StoreTradesAnswer = z.infer<typeof storeTradesAnswer>
export type TradeTarget = z.infer<typeof tradeTarget>
export type CreateTradeBody = z.infer<typeof createTradeBody>
export type CounterTradeBody = z.infer<typeof counterTradeBody>
export type ConfirmTradeBody = z.infer<typeof confirmTradeBody>
export type CreateRingBody = z.infer<typeof createRingBody>
export type StoreTradeParty = z.infer<typeof storeTradeParty>
export type StoreTrade = z.infer<typeof storeTrade>
export type StoreListing = z.infer<typeof storeListing>
export type StoreListingAnswer = z.infer<typeof storeListingAnswer>
export type StoreListingsAnswer = z.infer<typeof storeListingsAnswer>
export type StoreListingDeleted = z.infer<typeof storeListingDeleted>
export type StoreMatchesAnswer = z.infer<typeof storeMatchesAnswer>
export type SetListingBody = z.infer<typeof setListingBody>
export type StoreMatch = z.infer<typeof storeMatch>

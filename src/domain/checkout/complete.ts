import type { MedusaContainer } from "@medusajs/framework/types"
import { setTimeout as wait } from "node:timers/promises"
import { ledgerOf } from "../container"
import { coalesce } from "../../shared/coalesce"
import { readOptions } from "../../shared/options"
import { coverDemand, insufficientStock, isCovered, coverCart, exposeAll } from "../carts/cover"
import type { HoldRow } from "../../modules/ledger/operations/rows"
import { HoldfastError } from "../../shared/errors"
import type { BegunAttempt } from "../../shared/request-context"
import { isPositive, subtract } from "../../shared/quantity"
import {
  unitsOf,
  type SetAsideShare,
  readDemand,
  type CartState,
  type Demand,
} from "../inventory/demand"
import { cancelOrphan, findOrphansOfCart } from "./orphans"
import type { Turn } from "../../modules/ledger/operations/take-turns"
import { findOrderOfCart, listReservationsOfOrders } from "../inventory/reservations"

/** One attempt at completing a cart. */
export interface Attempt {
  cart_id: string
  /** Names the attempt: the route and the hook of one request use the same. */
  owner: string
  /** What the route of this request has begun already. */
  begun?: BegunAttempt
}

/**
 * Milliseconds from the route's beginning to the hook, at most, for what the route did to count as
 * done (usual are 50), and the share of the grace that they may be at most: a payment is about to
 * run on what is left of it.
 */
const RESUME_MS = 2_000
const RESUME_SHARE = 0.1

/**
 * What a cart asks for as it is completed. A cart that buys for a shared inventory draws from its
 * set-aside stock first, and is asked once more whether it may.
 *
 * @throws HoldfastError `FORBIDDEN`, `SHARED_INVENTORY_CLOSED`, `INSUFFICIENT_STOCK`,
 * `CHECKOUT_BUSY`.
 */
export async function demandToComplete(
  container: MedusaContainer,
  cart: CartState
): Promise<Demand> {
  if (!cart.shared_inventory_id) return readDemand(container, cart)
  const { demand, short } = await coverCart(container, cart, "the cart is being completed")
  if (short.length) throw insufficientStock(short)
  return demand
}

/** Seconds that a completion waits for others of the same units, once it has been admitted. */
const TURN_WAIT_SECONDS = 45

/**
 * What a cart must have before Medusa completes it: live holds over its whole demand (missing or
 * lapsed ones are taken again while units are there), a grace so that none lapses while the payment
 * runs, and the turn of its items.
 *
 * @returns whether the cart had its turn already, so that nobody else can have completed it
 * meanwhile.
 * @throws HoldfastError `INSUFFICIENT_STOCK` with every short line, or `CHECKOUT_BUSY`.
 */
export async function beginCompletion(
  container: MedusaContainer,
  demand: Demand,
  attempt: Attempt
): Promise<boolean> {
  if (!demand.item_ids.length) return false
  const holds = await ledgerOf(container).listHoldsOfCart(demand.cart_id)
  if (isBegun(attempt, demand, holds)) return true
  await giveBackUnasked(container, demand, holds)
  await secureHolds(container, demand, holds)
  await waitForTurns(container, {
    cart_id: demand.cart_id,
    owner: attempt.owner,
    inventory_item_ids: demand.item_ids,
    seconds: TURN_WAIT_SECONDS,
  })
  // An earlier attempt at this cart never ended, and having the turn we know that it does not run:
  // it may have left an order behind that belongs to nobody.
  if (!attempt.begun && holds.some((hold) => hold.completing_at)) {
    for (const orphan of await findOrphansOfCart(container, demand.cart_id))
      await cancelOrphan(container, orphan.id)
  }
  return false
}

/**
 * Whether the route did it all a moment ago, for all that the cart wants now: then nothing has to
 * be written again. Units of a drop are looked at anew each time.
 */
function isBegun({ begun }: Attempt, demand: Demand, holds: readonly HoldRow[]): boolean {
  const limitMs = Math.min(RESUME_MS, readOptions().holds.graceSeconds * 1_000 * RESUME_SHARE)
  if (!begun || performance.now() - begun.at_ms > limitMs || demand.set_aside.length) return false
  const marked = holds.filter((hold) => hold.completing_at)
  return (
    isCovered(demand, marked) &&
    demand.item_ids.every((itemId) => begun.inventory_item_ids.includes(itemId))
  )
}

/**
 * Units of shared inventories that no line asks for any more go back, before all that the cart
 * holds is counted as sold: the cart has just been changed, or buys for another inventory now.
 */
async function giveBackUnasked(
  container: MedusaContainer,
  demand: Demand,
  holds: readonly HoldRow[]
): Promise<void> {
  const unasked = holds
    .filter((hold) => hold.kind === "shared" && !hold.due)
    .map((hold) => ({ hold_id: hold.id, quantity: subtract(hold.quantity, unitsOf(demand, hold)) }))
    .filter((reduction) => isPositive(reduction.quantity))
  if (!unasked.length) return
  await ledgerOf(container).release(unasked, {
    actor: "system",
    reason: "the cart is completed without them",
  })
}

/** Times that holds which lapsed under our hands are taken again. */
const SECURE_ATTEMPTS_MAX = 3

/**
 * Covers the demand and prolongs what covers it. A hold may lapse between the two, so what was
 * prolonged is looked at again: only then is it certain that nobody else is promised these units
 * while the payment runs.
 */
async function secureHolds(
  container: MedusaContainer,
  demand: Demand,
  before: readonly HoldRow[]
): Promise<void> {
  const ledger = ledgerOf(container)
  let holds = before
  for (let attempt = 1; attempt <= SECURE_ATTEMPTS_MAX; attempt++) {
    if (!isCovered(demand, holds)) {
      const { short } = await coverDemand(container, demand, "the cart is being completed")
      if (short.length) throw insufficientStock(short)
    }
    await ledger.extend({
      filter: { cart_ids: [demand.cart_id] },
      seconds: readOptions().holds.graceSeconds,
      completion: "start",
      actor: "system",
      reason: "the completion of the cart begins",
    })
    holds = (await ledger.listHoldsOfCart(demand.cart_id)).filter((hold) => hold.completing_at)
    const lapsed = demand.set_aside.filter(
      (share) => !holds.some((hold) => hold.id === share.hold_id)
    )
    if (lapsed.length) throw holdExpired(lapsed)
    if (isCovered(demand, holds)) {
      await exposeAll(container, demand)
      return
    }
  }
  throw new HoldfastError(
    "CHECKOUT_BUSY",
    "The holds of this cart lapsed while it was being completed. Nothing was changed; please try again."
  )
}

function holdExpired(lapsed: readonly SetAsideShare[]): HoldfastError {
  const ofDrops = lapsed.filter((share) => share.kind === "drop")
  // Of a shared inventory: trying again holds what there is, and takes the rest from the shop.
  const message = ofDrops.length
    ? "The time of a reserved drop unit ran out, and it went back to the drop. Reserve again while there are any."
    : "The time of a unit of the shared inventory ran out just now. Nothing was changed; please try again."
  return new HoldfastError("HOLD_EXPIRED", message, {
    reservations: ofDrops.map((share) => share.hold_id),
  })
}

/**
 * What a cart holds lives on while the completion that it asked for waits to be let in; hundreds
 * may come at once.
 */
export const keepInLine = coalesce(async (container: MedusaContainer, cart_ids) => {
  await ledgerOf(container).extend({
    filter: { cart_ids },
    seconds: readOptions().holds.graceSeconds,
    completion: "wait",
    actor: "system",
    reason: "the completion of the cart stands in line",
  })
  return cart_ids.map(() => undefined)
})

/**
 * A completion ended without an order: the shopper keeps the units and may try again; others may
 * pass.
 */
export async function abandonCompletion(
  container: MedusaContainer,
  attempt: Attempt
): Promise<void> {
  const ledger = ledgerOf(container)
  await ledger.giveUpTurns({ of: { owner: attempt.owner } })
  await ledger.extend({
    filter: { cart_ids: [attempt.cart_id] },
    seconds: readOptions().holds.ttlSeconds,
    completion: "stop",
    actor: "system",
    reason: "the completion of the cart ended without an order",
  })
}

/**
 * Seconds after which a turn lapses by itself: creating an order and reserving for it takes well
 * under one.
 */
export const TURN_SECONDS = 20

/**
 * Seconds that a turn is kept for an order whose holds are yet to be settled (see
 * `Turn.keep_until_settled`).
 */
export const SETTLE_SECONDS = 60

/** Milliseconds between two looks; a completion takes some hundred. */
const POLL_MS = 25

/**
 * Every so many looks, ask Medusa whether the cart in front has reserved already and only waits for
 * its payment.
 */
const LOOKS_PER_PROOF = 4

/**
 * Waits until no other completion of the same items stands between its snapshot of the stock and
 * its reservation.
 *
 * @throws HoldfastError `CHECKOUT_BUSY` when it takes longer than `seconds`. The cart's holds are
 * untouched.
 */
export async function waitForTurns(
  container: MedusaContainer,
  input: { cart_id: string; owner: string; inventory_item_ids: readonly string[]; seconds: number }
): Promise<void> {
  if (!input.inventory_item_ids.length) return
  const deadline = Date.now() + input.seconds * 1_000
  for (let look = 1; ; look++) {
    const blocking = await ledgerOf(container).takeTurns({
      inventory_item_ids: input.inventory_item_ids,
      cart_id: input.cart_id,
      owner: input.owner,
      seconds: TURN_SECONDS,
    })
    if (!blocking.length) return
    const passed = look % LOOKS_PER_PROOF === 0 ? await passFinished(container, blocking) : false
    if (Date.now() > deadline) {
      throw new HoldfastError(
        "CHECKOUT_BUSY",
        "Many shoppers are checking out the same units at this moment. Yours are still held; please try again."
      )
    }
    if (!passed) await wait(POLL_MS)
  }
}

/** Gives up turns of carts that have reserved in Medusa: they need the turn no more. */
async function passFinished(
  container: MedusaContainer,
  blocking: readonly Turn[]
): Promise<boolean> {
  let passed = false
  for (const turn of blocking.filter((one) => !one.keep_until_settled)) {
    const orderId = await findOrderOfCart(container, turn.cart_id)
    const reservations = orderId ? await listReservationsOfOrders(container, [orderId]) : []
    if (!reservations.some((one) => one.inventory_item_id === turn.inventory_item_id)) continue
    await ledgerOf(container).giveUpTurns({
      of: { owner: turn.owner },
      inventory_item_ids: [turn.inventory_item_id],
    })
    passed = true
  }
  return passed
}

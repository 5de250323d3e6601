import type { MedusaContainer } from "@medusajs/framework/types"
import { readOptions } from "../options"
import { coverDemand, insufficientStock, isCovered } from "./cover"
import type { HoldRow } from "../../modules/ledger/operations/rows"
import { expose } from "../allotments"
import { HoldfastError } from "../errors"
import type { BegunAttempt } from "../http/request-context"
import type { Demand, DropShare } from "./demand"
import { ledgerOf } from "./stock"
import { cancelOrphan, findOrphansOfCart } from "./orphans"
import { waitForTurns } from "./turns"

/** One attempt at completing a cart. */
export interface Attempt {
  cart_id: string
  /** Names the attempt: the route and the hook of one request use the same. */
  owner: string
  /** What the route of this request has begun already. */
  begun?: BegunAttempt
}

/**
 * Milliseconds from the route's beginning to the hook, at most, for what the route did to count as done (usual are 50),
 * and the share of the grace that they may be at most: a payment is about to run on what is left of it.
 */
const RESUME_MS = 2_000
const RESUME_SHARE = 0.1

/** Seconds that a completion waits for others of the same units, once it has been admitted. */
const TURN_WAIT_SECONDS = 45

/**
 * What a cart must have before Medusa completes it: live holds over its whole demand (missing or lapsed ones are taken
 * again while units are there), a grace so that none lapses while the payment runs, and the turn of its items.
 *
 * @throws HoldfastError `INSUFFICIENT_STOCK` with every short line, or `CHECKOUT_BUSY`.
 */
export async function beginCompletion(
  container: MedusaContainer,
  demand: Demand,
  attempt: Attempt
): Promise<void> {
  if (!demand.item_ids.length) return
  const holds = await ledgerOf(container).listHoldsOfCart(demand.cart_id)
  if (isBegun(attempt, demand, holds)) return
  await secureHolds(container, demand, holds)
  await waitForTurns(container, {
    cart_id: demand.cart_id,
    owner: attempt.owner,
    inventory_item_ids: demand.item_ids,
    seconds: TURN_WAIT_SECONDS,
  })
  // An earlier attempt at this cart never ended, and having the turn we know that it does not run: it may have left an
  // order behind that belongs to nobody.
  if (!attempt.begun && holds.some((hold) => hold.completing_at)) {
    for (const orphan of await findOrphansOfCart(container, demand.cart_id))
      await cancelOrphan(container, orphan.id)
  }
}

/**
 * Whether the route did it all a moment ago, for all that the cart wants now: then nothing has to be written again. Units
 * of a drop are looked at anew each time.
 */
function isBegun({ begun }: Attempt, demand: Demand, holds: readonly HoldRow[]): boolean {
  const limitMs = Math.min(RESUME_MS, readOptions().holds.graceSeconds * 1_000 * RESUME_SHARE)
  if (!begun || performance.now() - begun.at_ms > limitMs || demand.drops.length) return false
  const marked = holds.filter((hold) => hold.completing_at)
  return (
    isCovered(demand, marked) &&
    demand.item_ids.every((itemId) => begun.inventory_item_ids.includes(itemId))
  )
}

/** Times that holds which lapsed under our hands are taken again. */
const SECURE_ATTEMPTS_MAX = 3

/**
 * Covers the demand and prolongs what covers it. A hold may lapse between the two, so what was prolonged is looked at
 * again: only then is it certain that nobody else is promised these units while the payment runs.
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
      filter: { cart_id: demand.cart_id },
      seconds: readOptions().holds.graceSeconds,
      completion: "start",
      actor: "system",
      reason: "the completion of the cart begins",
    })
    holds = (await ledger.listHoldsOfCart(demand.cart_id)).filter((hold) => hold.completing_at)
    const lapsed = demand.drops.filter((share) => !holds.some((hold) => hold.id === share.hold_id))
    if (lapsed.length) throw holdExpired(lapsed)
    if (isCovered(demand, holds)) {
      for (const poolId of new Set(demand.drops.map((share) => share.pool_id))) {
        await expose(container, poolId)
      }
      return
    }
  }
  throw new HoldfastError(
    "CHECKOUT_BUSY",
    "The holds of this cart lapsed while it was being completed. Nothing was changed; please try again."
  )
}

function holdExpired(lapsed: readonly DropShare[]): HoldfastError {
  return new HoldfastError(
    "HOLD_EXPIRED",
    "The time of a reserved drop unit ran out, and it went back to the drop. Reserve again while there are any.",
    { reservations: lapsed.map((share) => share.hold_id) }
  )
}

/** A completion ended without an order: the shopper keeps the units and may try again; others may pass. */
export async function abandonCompletion(
  container: MedusaContainer,
  attempt: Attempt
): Promise<void> {
  const ledger = ledgerOf(container)
  await ledger.giveUpTurns({ of: { owner: attempt.owner } })
  await ledger.extend({
    filter: { cart_id: attempt.cart_id },
    seconds: readOptions().holds.ttlSeconds,
    completion: "stop",
    actor: "system",
    reason: "the completion of the cart ended without an order",
  })
}

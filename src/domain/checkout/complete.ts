import type { MedusaContainer } from "@medusajs/framework/types"
import { generateEntityId } from "@medusajs/framework/utils"
import { setTimeout as wait } from "node:timers/promises"
import { coalesce } from "../../shared/coalesce"
import type { HoldRow } from "../../modules/ledger/operations/rows"
import type { LedgerLock } from "../../modules/ledger/operations/locks"
import { HoldfastError } from "../../shared/errors"
import { readOptions } from "../../shared/options"
import { isPositive, subtract } from "../../shared/quantity"
import {
  checkCart,
  coverCart,
  coverDemand,
  exposeAll,
  insufficientStock,
  isCovered,
  logObserved,
} from "../carts/cover"
import { ledgerOf } from "../container"
import {
  readCart,
  readDemand,
  sharedInventoryOf,
  toLines,
  unitsOf,
  type AllottedShare,
  type Asker,
  type CartState,
  type Demand,
} from "../inventory/demand"
import { findOrderOfCart, listReservationsOfOrders } from "../inventory/stock"
import { alignWithMedusa, type CartSnapshot } from "./align"
import { cancelOrphan, findOrphansOfCart } from "./orphans"

/**
 * A cart's completion, from the shopper's request to the settled order.
 *
 * | state     | may                        | must                                | next       |
 * |-----------|----------------------------|-------------------------------------|------------|
 * | queued    | be turned away (503)       | keep its holds alive (`keepInLine`) | secured    |
 * | secured   | be refused what is short   | hold its demand, with a grace       | its turn   |
 * |           |                            | (`secureHolds`)                     |            |
 * | its turn  | let Medusa read the stock  | be alone at its items               | aligned    |
 * |           |                            | (`waitForLocks`)                    |            |
 * | aligned   | let Medusa reserve         | have room where Medusa reserves     | placed     |
 * |           |                            | (`alignWithMedusa`)                 |            |
 * | placed    | run its payment            | keep its holds                      | settled    |
 * | settled   |                            | consume its holds (`settleOrder`)   | nothing    |
 * | abandoned | try again                  | keep its holds, release its locks   | queued     |
 * |           |                            | (`abandonCompletion`)               |            |
 *
 * From every state before `placed` an error leads to `abandoned`, and so does a failed payment. A
 * completion whose process died stays where it was until its locks expire; then the sweeper settles
 * its order, or takes its mark off the holds and cancels an order that it left behind.
 *
 * The route prepares up to `its turn`, before Medusa reads its snapshot of the stock; the hook asks
 * for the same and finds it done. Other callers (webhooks, custom code) begin in the hook.
 */
export interface Attempt {
  cart_id: string
  /** Names the attempt: the route and the hook of one request use the same. */
  owner: string
}

/** What the route has done of an attempt. */
export interface BegunAttempt extends Attempt {
  /** The items whose locks it acquired. */
  inventory_item_ids: readonly string[]
  /** When it began, by this process's clock, and only ever compared with that. */
  at_ms: number
}

/** Keeps what a cart holds alive while it waits at the gate; hundreds may come at once. */
export const keepInLine = coalesce(async (container: MedusaContainer, cart_ids) => {
  await ledgerOf(container).extend({
    filter: { cart_ids },
    seconds: readOptions().holds.graceSeconds,
    completion: "wait",
    actor: "system",
    reason: "the cart waits in the checkout queue",
  })
  return cart_ids.map(() => undefined)
})

/**
 * The route's part, before Medusa begins.
 *
 * @param check refuses, by throwing, what the route wants beyond cover.
 * @returns undefined where there is nothing to prepare: Medusa answers an order that is there once
 * more.
 * @throws HoldfastError `FORBIDDEN`, `SHARED_INVENTORY_CLOSED`, `INSUFFICIENT_STOCK` with every
 * short line, `HOLD_EXPIRED`, `CHECKOUT_BUSY`.
 */
export async function prepareCompletion(
  container: MedusaContainer,
  cartId: string,
  { asker, check }: { asker?: Asker; check?: (demand: Demand) => Promise<void> }
): Promise<BegunAttempt | undefined> {
  if (readOptions().mode === "observe") return undefined
  const reading = readCart(container, cartId, asker)
  reading.catch(() => undefined) // thrown below, if it is asked for
  if (await findOrderOfCart(container, cartId)) return undefined
  const demand = await demandToComplete(container, await reading)
  await check?.(demand)
  const attempt = newAttempt(cartId)
  const at_ms = performance.now()
  await orAbandon(container, attempt, () => beginCompletion(container, demand, attempt))
  return { ...attempt, inventory_item_ids: demand.item_ids, at_ms }
}

/**
 * The hook's part, for every caller: after it, Medusa's own reservation cannot fail for want of
 * stock.
 *
 * @param begun what the route of the same request has prepared.
 * @returns undefined where there is nothing to abandon: the cart has an order, and Medusa answers
 * it once more; or the mode is `observe`.
 * @throws HoldfastError as `prepareCompletion`.
 */
export async function passLastGate(
  container: MedusaContainer,
  snapshot: CartSnapshot,
  { asker, begun }: { asker?: Asker; begun?: BegunAttempt }
): Promise<Attempt | undefined> {
  const cart_id = snapshot.id
  if (await findOrderOfCart(container, cart_id)) return undefined
  const cart: CartState = {
    id: cart_id,
    sales_channel_id: snapshot.sales_channel_id ?? null,
    customer_id: snapshot.customer?.id ?? null,
    shared_inventory_id: sharedInventoryOf(snapshot),
    lines: toLines(snapshot.items ?? []),
    asker,
  }
  if (readOptions().mode === "observe") {
    const short = await checkCart(container, cart)
    const what = short.length ? "would refuse a completion" : "would let a completion pass"
    logObserved(container, what, { cart_id, short })
    return undefined
  }
  const demand = await demandToComplete(container, cart)
  const mine = begun?.cart_id === cart_id ? begun : undefined
  const attempt = mine ?? newAttempt(cart_id)
  await orAbandon(container, attempt, async () => {
    const hadItsTurn = await beginCompletion(container, demand, attempt, mine)
    if (!hadItsTurn) await refuseSecondOrder(container, cart_id)
    await alignWithMedusa(container, snapshot, demand, attempt.owner)
  })
  return attempt
}

const newAttempt = (cart_id: string): Attempt => ({
  cart_id,
  owner: generateEntityId(undefined, "hfturn"),
})

/** A step that throws is not compensated, so what it began is taken back here. */
async function orAbandon(
  container: MedusaContainer,
  attempt: Attempt,
  work: () => Promise<unknown>
): Promise<void> {
  try {
    await work()
  } catch (error) {
    await abandonCompletion(container, attempt)
    throw error
  }
}

/**
 * What a cart asks for. One that buys for a shared inventory draws from its allotment first, and is
 * checked again for whether it may.
 */
async function demandToComplete(container: MedusaContainer, cart: CartState): Promise<Demand> {
  if (!cart.shared_inventory_id) return readDemand(container, cart)
  const { demand, short } = await coverCart(container, cart, "the cart is being completed")
  if (short.length) throw insufficientStock(short)
  return demand
}

/**
 * Live holds over the whole demand, a grace so that none expires while the payment runs, and a
 * turn at the items.
 *
 * @returns whether the route did it all, so that nobody else can have completed the cart meanwhile.
 */
async function beginCompletion(
  container: MedusaContainer,
  demand: Demand,
  { cart_id, owner }: Attempt,
  begun?: BegunAttempt
): Promise<boolean> {
  if (!demand.item_ids.length) return false
  const holds = await ledgerOf(container).listHolds({ cart_id: [cart_id], state: "active" })
  if (begun && isBegun(begun, demand, holds)) return true
  await giveBackUnasked(container, demand, holds)
  await secureHolds(container, demand, holds)
  await waitForLocks(container, { cart_id, owner, inventory_item_ids: demand.item_ids })
  // An earlier attempt at this cart never ended, and having the turn we know that it does not run:
  // it may have left an order behind that belongs to nobody.
  if (!begun && holds.some((hold) => hold.completing_at)) {
    for (const orphan of await findOrphansOfCart(container, cart_id))
      await cancelOrphan(container, orphan.id)
  }
  return false
}

/**
 * Milliseconds from the route's beginning to the hook, at most, for what the route did to count as
 * done (usual are 50), and the share of the grace that they may be at most: a payment is about to
 * run on what is left of it.
 */
const RESUME_MS = 2_000
const RESUME_SHARE = 0.1

/**
 * Whether the route did it a moment ago, for all that the cart wants now. Units of allotted pools
 * are looked at each time.
 */
function isBegun(begun: BegunAttempt, demand: Demand, holds: readonly HoldRow[]): boolean {
  const limitMs = Math.min(RESUME_MS, readOptions().holds.graceSeconds * 1_000 * RESUME_SHARE)
  if (performance.now() - begun.at_ms > limitMs || demand.allotted.length) return false
  const marked = holds.filter((hold) => hold.completing_at)
  return (
    isCovered(demand, marked) &&
    demand.item_ids.every((itemId) => begun.inventory_item_ids.includes(itemId))
  )
}

/**
 * Returns units of shared inventories that no line asks for any more, before all that the cart
 * holds is counted as sold: it was just changed, or buys for another inventory now.
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

/** Times that holds which expired concurrently are re-acquired. */
const SECURE_ATTEMPTS_MAX = 3

/**
 * Covers the demand and extends what covers it. A hold may expire between the two, so what was
 * extended is checked again: only then is it certain that nobody else is promised these units
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
    holds = (await ledger.listHolds({ cart_id: [demand.cart_id], state: "active" })).filter(
      (hold) => hold.completing_at
    )
    const gone = demand.allotted.filter((share) => !holds.some((hold) => hold.id === share.hold_id))
    if (gone.length) throw holdExpired(gone)
    if (isCovered(demand, holds)) {
      await exposeAll(container, demand)
      return
    }
  }
  throw new HoldfastError(
    "CHECKOUT_BUSY",
    "The holds of this cart expired while it was being completed. Nothing was changed; please try again."
  )
}

function holdExpired(gone: readonly AllottedShare[]): HoldfastError {
  const ofDrops = gone.filter((share) => share.kind === "drop")
  // Of a shared inventory: trying again holds what there is, and takes the rest from the shop.
  const message = ofDrops.length
    ? "The time of a reserved drop unit ran out, and it went back to the drop. Reserve again while there are any."
    : "The time of a unit of the shared inventory ran out just now. Nothing was changed; please try again."
  return new HoldfastError("HOLD_EXPIRED", message, {
    reservations: ofDrops.map((share) => share.hold_id),
  })
}

/** A lock expires by itself then; creating an order and reserving for it takes well under one. */
const LOCK_SECONDS = 20

/** Seconds that an admitted completion waits for others of the same units. */
const LOCK_WAIT_SECONDS = 45

/** Milliseconds between two polls; a completion takes some hundred. */
const POLL_MS = 25

/** On every fourth poll, ask Medusa whether the cart in front only waits for its payment. */
const POLLS_PER_PROOF = 4

/** Waits until no other completion is between its snapshot of these items and its reservation. */
async function waitForLocks(
  container: MedusaContainer,
  wanted: Attempt & { inventory_item_ids: readonly string[] }
): Promise<void> {
  const deadline = Date.now() + LOCK_WAIT_SECONDS * 1_000
  for (let poll = 1; ; poll++) {
    const blocking = await ledgerOf(container).locks.acquire({
      keys: wanted.inventory_item_ids,
      cart_id: wanted.cart_id,
      owner: wanted.owner,
      seconds: LOCK_SECONDS,
    })
    if (!blocking.length) return
    const passed = poll % POLLS_PER_PROOF === 0 ? await passFinished(container, blocking) : false
    if (Date.now() > deadline) {
      throw new HoldfastError(
        "CHECKOUT_BUSY",
        "Many shoppers are checking out the same units right now. Yours are still held; please try again."
      )
    }
    if (!passed) await wait(POLL_MS)
  }
}

/** Releases locks of carts that have reserved in Medusa: they need them no more. */
async function passFinished(
  container: MedusaContainer,
  blocking: readonly LedgerLock[]
): Promise<boolean> {
  let passed = false
  for (const lock of blocking.filter((other) => !other.keep_until_settled)) {
    const orderId = lock.cart_id ? await findOrderOfCart(container, lock.cart_id) : undefined
    const reservations = orderId ? await listReservationsOfOrders(container, [orderId]) : []
    if (!reservations.some((item) => item.inventory_item_id === lock.key)) continue
    await ledgerOf(container).locks.release({
      of: { owner: lock.owner },
      keys: [lock.key],
    })
    passed = true
  }
  return passed
}

/**
 * Another process may have completed the cart while this one waited, where the lock
 * provider knows one process only. Medusa looked for the order before that and would now place a
 * second one.
 */
async function refuseSecondOrder(container: MedusaContainer, cartId: string): Promise<void> {
  if (!(await findOrderOfCart(container, cartId))) return
  throw new HoldfastError(
    "CHECKOUT_BUSY",
    "This cart has just been completed by another request. Ask again to get its order."
  )
}

/** It ended without an order: the shopper keeps the units and may try again; others may pass. */
export async function abandonCompletion(
  container: MedusaContainer,
  { cart_id, owner }: Attempt
): Promise<void> {
  const ledger = ledgerOf(container)
  await ledger.locks.release({ of: { owner } })
  await ledger.extend({
    filter: { cart_ids: [cart_id] },
    seconds: readOptions().holds.ttlSeconds,
    completion: "stop",
    actor: "system",
    reason: "the completion of the cart ended without an order",
  })
}

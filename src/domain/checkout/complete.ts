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
 * | state     | may                         | must                                | next    |
 * |-----------|-----------------------------|-------------------------------------|---------|
 * | queued    | be turned away (503)        | keep its holds alive (`keepInLine`) | secured |
 * | secured   | be rejected for short lines | hold its demand (`secureHolds`)     | locked  |
 * | locked    | let Medusa read the stock   | own its items (`waitForLocks`)      | aligned |
 * | aligned   | let Medusa reserve          | have room there (`alignWithMedusa`) | placed  |
 * | placed    | run its payment             | keep its holds                      | settled |
 * | settled   |                             | consume its holds (`settleOrder`)   | nothing |
 * | abandoned | try again                   | release locks (`abandonCompletion`) | queued  |
 *
 * An error before `placed`, or a failed payment, leads to `abandoned`. After a crash, the sweeper
 * settles the order once the locks have expired, or unmarks the holds and cancels a stray order.
 *
 * The route prepares up to `locked`, before Medusa reads its snapshot of the stock, and the hook
 * finds that done. Other callers (webhooks, custom code) begin in the hook.
 */
export interface Attempt {
  cart_id: string
  /** Shared by the route and the hook of one request. */
  owner: string
}

/** What the route has done of an attempt. */
export interface BegunAttempt extends Attempt {
  /** The items whose locks it acquired. */
  inventory_item_ids: readonly string[]
  /** When it began, by this process's monotonic clock. */
  at_ms: number
}

/** Keeps a cart's holds alive in the checkout queue; hundreds may come at once. */
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
 * @param check throws to reject what the route does not allow.
 * @returns undefined if there is nothing to prepare: Medusa returns an existing order again.
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
 * The hook's part, for every caller: after it, Medusa's own reservation cannot run out of stock.
 * @param begun what the route prepared in the same request.
 * @returns undefined if there is nothing to abandon: the cart has an order, or the mode is
 * `observe`.
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
    const what = short.length ? "would reject a completion" : "would allow a completion"
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
  owner: generateEntityId(undefined, "hflock"),
})

/** A step that throws is not compensated, so this undoes what it began. */
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

/** The cart's demand, covered by its shared inventory first, whose permission is checked again. */
async function demandToComplete(container: MedusaContainer, cart: CartState): Promise<Demand> {
  if (!cart.shared_inventory_id) return readDemand(container, cart)
  const { demand, short } = await coverCart(container, cart, "the cart is being completed")
  if (short.length) throw insufficientStock(short)
  return demand
}

/**
 * Holds the whole demand, with a grace period for the payment, and locks its items.
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
  // Owning the locks, we know that an earlier attempt died: it may have left a stray order.
  if (!begun && holds.some((hold) => hold.completing_at)) {
    for (const orphan of await findOrphansOfCart(container, cart_id))
      await cancelOrphan(container, orphan.id)
  }
  return false
}

/**
 * Milliseconds for which the route's work counts in the hook (50 are usual), and the largest share
 * of the grace period that they may take: the payment runs on what is left.
 */
const RESUME_MS = 2_000
const RESUME_SHARE = 0.1

/** Whether the route has just covered all of this demand. Allotted units are checked every time. */
function isBegun(begun: BegunAttempt, demand: Demand, holds: readonly HoldRow[]): boolean {
  const limitMs = Math.min(RESUME_MS, readOptions().holds.graceSeconds * 1_000 * RESUME_SHARE)
  if (performance.now() - begun.at_ms > limitMs || demand.allotted.length) return false
  const marked = holds.filter((hold) => hold.completing_at)
  return (
    isCovered(demand, marked) &&
    demand.item_ids.every((itemId) => begun.inventory_item_ids.includes(itemId))
  )
}

/** Releases allotted units that no line needs, before all that the cart holds counts as sold. */
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
    reason: "the cart is being completed without them",
  })
}

/** How often concurrently expired holds are re-acquired. */
const SECURE_ATTEMPTS_MAX = 3

/**
 * Covers the demand and extends its holds. One may expire in between, so what was extended is
 * checked again: only then can nobody else get these units while the payment runs.
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
      reason: "the cart's completion began",
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
    "The holds of this cart expired during checkout. Nothing was changed; please try again."
  )
}

function holdExpired(gone: readonly AllottedShare[]): HoldfastError {
  const ofDrops = gone.filter((share) => share.kind === "drop")
  // a retry of a shared inventory's cart holds what it has, and the rest from the levels
  const message = ofDrops.length
    ? "Your drop reservation expired. Reserve again while units are available."
    : "A hold of this cart has just expired. Nothing was changed; please try again."
  return new HoldfastError("HOLD_EXPIRED", message, {
    reservations: ofDrops.map((share) => share.hold_id),
  })
}

/** A dead owner's lock expires then; placing an order takes well under a second. */
const LOCK_SECONDS = 20

/** Seconds that a completion waits for others of the same items. */
const LOCK_WAIT_SECONDS = 45

/** A completion takes some hundred milliseconds. */
const POLL_MS = 25

/** On every fourth poll, ask Medusa whether the cart in front has reserved and is only paying. */
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
        "The store is busy right now. Your units are still held; please try again."
      )
    }
    if (!passed) await wait(POLL_MS)
  }
}

/** Releases the locks of carts that have reserved in Medusa and no longer need them. */
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
 * Where Medusa's lock covers one process only, another may have completed the cart while we waited;
 * Medusa looked for its order before that and would place a second one.
 */
async function refuseSecondOrder(container: MedusaContainer, cartId: string): Promise<void> {
  if (!(await findOrderOfCart(container, cartId))) return
  throw new HoldfastError(
    "CHECKOUT_BUSY",
    "This cart has just been completed. Repeat the request to get its order."
  )
}

/** After a completion without an order: the shopper keeps the units, others may pass. */
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
    reason: "the cart's completion ended without an order",
  })
}

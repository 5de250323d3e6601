import { LRUCache } from "lru-cache"
import type { MedusaContainer, Logger } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { ledgerOf } from "../container"
import type { ShortLine } from "../../contracts/error-answers"
import type { HoldRow } from "../../modules/ledger/operations/rows"
import type { Reduction } from "../../modules/ledger/operations/release"
import { expose } from "../inventory/allotments"
import { giveBackShared, holdShared, planShared } from "../shared-inventories/hold"
import { readDemand, type CartState, type Demand } from "../inventory/demand"
import { HoldfastError } from "../../shared/errors"
import { readOptions } from "../../shared/options"
import { ZERO, add, compare, sum, type Quantity } from "../../shared/quantity"
import {
  toReductions,
  place,
  type OwnHold,
  type Placement,
  type ShortItem,
} from "../inventory/place"
import { readStock, type LevelReading } from "../inventory/stock"

export interface CartCoverage extends Coverage {
  demand: Demand
}

/**
 * Covers a cart from the allotment of its shared inventory first, and the rest from the levels.
 * Each line must fit at one location: where the levels cannot complete it there, they cover
 * everything.
 * @param hold false only checks the levels, for stores whose holds begin at the checkout.
 * @param held the active holds of the cart, if the caller has just read them.
 * @returns what it added; nothing was written if anything is short.
 * @throws HoldfastError `FORBIDDEN`, `SHARED_INVENTORY_CLOSED`, `CHECKOUT_BUSY`.
 */
export async function coverCart(
  container: MedusaContainer,
  cart: CartState,
  reason: string,
  { hold = true, held }: { hold?: boolean; held?: Promise<readonly HoldRow[]> } = {}
): Promise<CartCoverage> {
  const cover = async (demand: Demand): Promise<Coverage> =>
    hold
      ? coverDemand(container, demand, reason, held)
      : { added: [], short: await checkDemand(container, demand, held), exact: false }

  const shared = await holdShared(container, cart, reason)
  try {
    const demand = await readDemand(container, cart, { held })
    const { added, short, exact } = await cover(demand)
    if (!short.length) {
      await exposeAll(container, demand)
      // units of this or an earlier shared inventory may have to be released
      const isPlain = !cart.shared_inventory_id && !(await held)?.some(isShared)
      return { demand, added: [...shared, ...added], short, exact: exact && isPlain }
    }
    const instead = hasShared(demand) ? await coverWithout(container, cart, cover) : undefined
    if (instead) return instead
    await giveUp(container, shared)
    return { demand, added: [], short, exact: false }
  } catch (error) {
    await giveUp(container, shared)
    throw error
  }
}

/** The same, read-only: what would be short. @throws as `coverCart`. */
export async function checkCart(
  container: MedusaContainer,
  cart: CartState,
  held?: Promise<readonly HoldRow[]>
): Promise<ShortLine[]> {
  const planned = cart.shared_inventory_id ? await planShared(container, cart) : undefined
  const demand = await readDemand(container, cart, { planned, held })
  const short = await checkDemand(container, demand, held)
  if (!short.length || !planned?.length) return short
  const whole = await checkDemand(container, await readDemand(container, withoutShared(cart)))
  return whole.length ? short : []
}

async function coverWithout(
  container: MedusaContainer,
  cart: CartState,
  cover: (demand: Demand) => Promise<Coverage>
): Promise<CartCoverage | undefined> {
  const demand = await readDemand(container, withoutShared(cart))
  const { added, short } = await cover(demand)
  if (short.length) return undefined
  await giveBackShared(
    container,
    cart.id,
    "the levels can serve the whole line from another location"
  )
  await exposeAll(container, demand)
  return { demand, added, short, exact: false }
}

const withoutShared = (cart: CartState): CartState => ({ ...cart, shared_inventory_id: null })

const isShared = (hold: HoldRow): boolean => hold.kind === "shared" && !hold.due

const hasShared = (demand: Demand): boolean =>
  demand.allotted.some((share) => share.kind === "shared")

/** Lets Medusa's own checks see the cart's allotted units. */
export async function exposeAll(container: MedusaContainer, demand: Demand): Promise<void> {
  for (const poolId of new Set(demand.allotted.map((share) => share.pool_id))) {
    await expose(container, poolId)
  }
}

async function giveUp(container: MedusaContainer, added: readonly Reduction[]): Promise<void> {
  if (!added.length) return
  await ledgerOf(container).release(added, {
    actor: "system",
    reason: "the cart could not be covered",
  })
}

/** Each retry means that another shopper was faster, so running out of them means a rush. */
const READINGS_MAX = 8

export interface Coverage {
  /** What this call added, for compensation. */
  added: Reduction[]
  /** What cannot be covered. Unless empty, nothing was written. */
  short: ShortLine[]
  /** The cart holds exactly what its lines need, so nothing is to be released. */
  exact: boolean
}

/** What live holds could not cover. Read-only: the early check, and all that `observe` does. */
export async function checkDemand(
  container: MedusaContainer,
  demand: Demand,
  held?: Promise<readonly HoldRow[]>
): Promise<ShortLine[]> {
  if (!demand.pieces.length) return []
  let placement: Placement | undefined
  for (const exact of [false, true]) {
    const { levels, own } = await read(container, demand, exact, exact ? undefined : held)
    placement = place(demand.pieces, levels, own)
    if (!exact) rememberPieces(demand, levels)
    // Only beside an order that is being placed is a plain reading too low: read again, exactly.
    if (!placement.short.length || !levels.some((level) => level.completing)) break
  }
  return toShortLines(demand, placement?.short ?? [])
}

/**
 * Places or grows the cart's holds to the summed demand, all or nothing. Never shrinks a hold.
 * @param held the active holds of the cart, if the caller has just read them.
 * @throws HoldfastError `CHECKOUT_BUSY` if the levels kept changing.
 */
export async function coverDemand(
  container: MedusaContainer,
  demand: Demand,
  reason: string,
  held?: Promise<readonly HoldRow[]>
): Promise<Coverage> {
  if (!demand.pieces.length) return { added: [], short: [], exact: false }
  const { holds } = readOptions()
  let exact = false
  for (let reading = 1; reading <= READINGS_MAX; reading++) {
    const { levels, own } = await read(container, demand, exact, reading === 1 ? held : undefined)
    const placement = place(demand.pieces, levels, own)
    rememberPieces(demand, levels)
    if (placement.short.length) {
      if (exact || !levels.some((level) => level.completing)) {
        return { added: [], short: toShortLines(demand, placement.short), exact: false }
      }
      exact = true
      continue
    }
    const result = await ledgerOf(container).reserve({
      holder: { type: "cart", id: demand.cart_id },
      cart_id: demand.cart_id,
      claims: [...placement.quantities].map(([pool_id, quantity]) => {
        const level = levels.find((candidate) => candidate.pool_id === pool_id)
        return {
          pool_id,
          quantity,
          capacity: level && { available: level.available, version: level.version },
        }
      }),
      ttl_seconds: holds.ttlSeconds,
      cap_seconds: holds.capSeconds,
      actor: "shopper",
      reason,
    })
    if (result.outcome === "granted") {
      const needs = ({ pool_id, quantity }: OwnHold): boolean =>
        compare(quantity, placement.quantities.get(pool_id) ?? ZERO) <= 0
      return { added: toReductions(result.holds), short: [], exact: own.every(needs) }
    }
    if (result.outcome === "key_reused") throw new Error("coverDemand sends no idempotency key")
  }
  throw new HoldfastError(
    "CHECKOUT_BUSY",
    "The store is busy right now. Nothing was changed; please try again."
  )
}

async function read(
  container: MedusaContainer,
  demand: Demand,
  exact: boolean,
  held?: Promise<readonly HoldRow[]>
): Promise<{ levels: LevelReading[]; own: OwnHold[] }> {
  const itemIds = demand.pieces.map((piece) => piece.inventory_item_id)
  const [all, holds] = await Promise.all([
    readStock(container, itemIds, exact),
    held ??
      ledgerOf(container).listHolds({
        holder: [{ type: "cart", id: demand.cart_id }],
        state: "active",
      }),
  ])
  return {
    levels: all.filter((level) => demand.location_ids.includes(level.location_id)),
    own: toOwn(holds),
  }
}

const toOwn = (holds: readonly HoldRow[]): OwnHold[] =>
  holds
    .filter((hold) => !hold.due && hold.kind === "level")
    .map(({ id, pool_id, quantity }) => ({ hold_id: id, pool_id, quantity }))

function toShortLines(demand: Demand, short: readonly ShortItem[]): ShortLine[] {
  return demand.pieces.flatMap((piece): ShortLine[] => {
    const item = short.find((shortItem) => shortItem.inventory_item_id === piece.inventory_item_id)
    if (!item) return []
    const { line_item_id, variant_id, inventory_item_id } = piece
    // lines also ask for, and get, what allotted pools serve
    const beside = sum(
      demand.pieces
        .filter((other) => other.inventory_item_id === inventory_item_id)
        .map((other) => other.allotted)
    )
    // Clients count in JSON numbers; the ledger keeps the exact decimals.
    return [
      {
        line_item_id,
        variant_id,
        inventory_item_id,
        asked: Number(add(item.asked, beside)),
        available: Number(add(item.available, beside)),
      },
    ]
  })
}

/** Whether live holds cover the demand, item by item. Does not query Medusa. */
export function isCovered(demand: Demand, holds: readonly HoldRow[]): boolean {
  const held = (itemId: string, locationIds: readonly string[]): Quantity =>
    sum(
      holds
        .filter((hold) => !hold.due && hold.counted_id === itemId)
        .filter((hold) => locationIds.includes(hold.location_id ?? ""))
        .map((hold) => hold.quantity)
    )
  const itemIds = new Set(demand.pieces.map((piece) => piece.inventory_item_id))
  return [...itemIds].every((itemId) => {
    const pieces = demand.pieces.filter((piece) => piece.inventory_item_id === itemId)
    const wanted = sum(pieces.map((piece) => piece.quantity))
    if (compare(held(itemId, demand.location_ids), wanted) < 0) return false
    return pieces.every(({ at, quantity }) => !at || compare(held(itemId, at), quantity) >= 0)
  })
}

export function insufficientStock(lines: readonly ShortLine[]): HoldfastError {
  const parts = lines.map(
    (line) => `variant ${line.variant_id}: ${line.asked} requested, ${line.available} available`
  )
  const advice = "Reduce the quantity or remove the line, then try again."
  return new HoldfastError(
    "INSUFFICIENT_STOCK",
    `There is not enough stock (${parts.join("; ")}). ${advice}`,
    { lines }
  )
}

/** Logs what `observe` mode would have done: ids only, no personal data. */
export function logObserved(
  container: MedusaContainer,
  what: string,
  data: Record<string, unknown>
): void {
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  logger.info(`holdfast observe: ${what} ${JSON.stringify(data)}`)
}

/** The early check is skipped if stock was this many times the demand. */
const AMPLE_TIMES = 20

/** Pieces of each variant, renewed by every gate that the variant passes. */
const seen = new LRUCache<string, number>({ max: 20_000, ttl: 60_000 })

/** Only used to skip the early check, so it may be stale: the gate decides on exact figures. */
export function rememberPieces(demand: Demand, levels: readonly LevelReading[]): void {
  for (const variantId of new Set(demand.pieces.map((piece) => piece.variant_id))) {
    const mine = demand.pieces.filter((piece) => piece.variant_id === variantId)
    const pieces = mine.map((piece) => {
      const here = levels.filter((level) => level.inventory_item_id === piece.inventory_item_id)
      const free = here.map((level) => Number(level.available) - Number(level.held))
      return Math.max(0, ...free) / Number(piece.required_quantity)
    })
    seen.set(variantId, Math.min(...pieces))
  }
}

/** Whether a moment ago there was far more stock than this. */
export function isAmple(variantId: string | undefined, quantity: number): boolean {
  const pieces = variantId === undefined ? undefined : seen.get(variantId)
  return pieces !== undefined && pieces >= quantity * AMPLE_TIMES
}

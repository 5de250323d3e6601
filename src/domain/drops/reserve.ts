import { addToCartWorkflow } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { ReserveDropBody, StoreDropReservation } from "../../contracts/drops"
import type { GrantedHold } from "../../modules/ledger/operations/reserve-types"
import type { Holder } from "../../modules/ledger/operations/rows"
import { readCart } from "../inventory/demand"
import { HoldfastError } from "../../shared/errors"
import { hashOf } from "../../shared/hash"
import { mayUseCart } from "./claim"
import { findDropOf, type DropRow } from "./definitions"
import { countRefusal } from "./refusals"
import { believeSoldOut, isBelievedSoldOut } from "./sold-out"
import { toStoreReservation } from "./store-drops"

export interface ReserveDropInput extends ReserveDropBody {
  drop_id: string
  sales_channel_ids: readonly string[]
  customer_id: string | undefined
  idempotency_key: string | undefined
}

export interface DropToReserve {
  drop: DropRow
  pool_id: string
  holder: Holder
}

/**
 * The drop, if the shopper may reserve from it, and the holder of its units.
 * @throws HoldfastError in this order: `AUTH_REQUIRED`, `DROP_NOT_FOUND`, `DROP_NOT_ACTIVE`,
 * `OUT_OF_STOCK`.
 */
export async function findDropToReserve(
  container: MedusaContainer,
  input: ReserveDropInput
): Promise<DropToReserve> {
  const drop = await findDropOf(container, input)
  const { pool_id } = drop
  if (!pool_id) throw notActive(drop)
  const holder = holderOf(input)
  if (isBelievedSoldOut(pool_id, holder.id)) throw outOfStock(container, drop)
  return { drop, pool_id, holder }
}

/**
 * Reserves units of a drop: one batched statement for all shoppers, and no call to Medusa unless
 * the units go into a cart as well.
 * @throws HoldfastError in this order: `NOT_FOUND` (the cart), `DROP_NOT_ACTIVE`,
 * `ALREADY_RESERVED` (with the reservation), `LIMIT_REACHED`, `OUT_OF_STOCK`,
 * `IDEMPOTENCY_KEY_REUSED`.
 */
export async function takeDropUnits(
  container: MedusaContainer,
  { drop, pool_id, holder }: DropToReserve,
  input: ReserveDropInput
): Promise<StoreDropReservation> {
  if (input.cart_id) await checkCart(container, input.cart_id, input)
  const reservation = await place(container, drop, pool_id, holder, input)
  if (input.cart_id) await putIntoCart(container, drop, input.cart_id, reservation)
  return reservation
}

async function place(
  container: MedusaContainer,
  drop: DropRow,
  poolId: string,
  holder: Holder,
  input: ReserveDropInput
): Promise<StoreDropReservation> {
  const ledger = ledgerOf(container)
  const askedAt = performance.now()
  const result = await ledger.reserve({
    holder,
    cart_id: input.cart_id ?? null,
    claims: [{ pool_id: poolId, quantity: String(input.quantity) }],
    ttl_seconds: drop.hold_ttl_seconds,
    cap_seconds: drop.hold_ttl_seconds,
    actor: "shopper",
    reason: "reserved from a drop",
    once: true,
    idempotency: input.idempotency_key
      ? {
          key: `${holder.type}:${holder.id}:${input.idempotency_key}`, // keys are per shopper
          request_hash: hashOf([input.drop_id, input.quantity, input.cart_id ?? null]),
        }
      : undefined,
  })
  switch (result.outcome) {
    case "granted":
      return granted(container, drop, result.holds[0], input)
    case "already": {
      const reservation = await found(container, drop, result.hold_id)
      throw new HoldfastError(
        "ALREADY_RESERVED",
        `You have a reservation of this drop until ${reservation.expires_at}. Buy or release it first.`,
        { reservation }
      )
    }
    case "limited":
      throw new HoldfastError(
        "LIMIT_REACHED",
        `This drop is limited to ${result.limit} per customer; you have had ${result.has}.`,
        { limit: Number(result.limit), has: Number(result.has) }
      )
    case "short":
      if (Number(result.claims[0]?.available ?? 0) <= 0) {
        await believeSoldOut(poolId, { container, asked_at: askedAt })
      }
      throw outOfStock(container, drop)
    case "closed":
      throw notActive(drop)
    case "key_reused":
      throw new HoldfastError(
        "IDEMPOTENCY_KEY_REUSED",
        "This Idempotency-Key was used for another request. Please use a new one."
      )
    case "stale":
      throw new Error("A drop's pool has no reading that could be stale.")
  }
}

/** A new hold is known; only a replayed one has to be read. */
async function granted(
  container: MedusaContainer,
  drop: DropRow,
  hold: GrantedHold | undefined,
  input: ReserveDropInput
): Promise<StoreDropReservation> {
  if (!hold?.expires_at) return found(container, drop, hold?.hold_id ?? "")
  return {
    id: hold.hold_id,
    drop_id: drop.id,
    quantity: Number(hold.quantity),
    status: "active",
    expires_at: hold.expires_at.toISOString(),
    cart_id: input.cart_id ?? null,
    order_id: null,
  }
}

async function found(
  container: MedusaContainer,
  drop: DropRow,
  holdId: string
): Promise<StoreDropReservation> {
  const hold = await ledgerOf(container).findHold(holdId)
  if (!hold) throw new Error(`Hold ${holdId} was granted but not found.`)
  return toStoreReservation(hold, drop.id)
}

function holderOf(input: ReserveDropInput): Holder {
  if (input.customer_id) return { type: "customer", id: input.customer_id }
  if (input.cart_id) return { type: "guest", id: input.cart_id }
  throw new HoldfastError("INVALID_DATA", "Log in, or send the cart_id that the units are for.")
}

/** @throws HoldfastError `NOT_FOUND` for carts of others or of other channels. */
async function checkCart(
  container: MedusaContainer,
  cartId: string,
  input: ReserveDropInput
): Promise<void> {
  const cart = await readCart(container, cartId)
  const isTheirs = await mayUseCart(container, cart, input.customer_id)
  if (!isTheirs || !input.sales_channel_ids.includes(cart.sales_channel_id ?? "")) {
    throw new HoldfastError("NOT_FOUND", `There is no cart ${cartId}.`)
  }
}

async function putIntoCart(
  container: MedusaContainer,
  drop: DropRow,
  cart_id: string,
  reservation: StoreDropReservation
): Promise<void> {
  const cart = await readCart(container, cart_id)
  const inCart = cart.lines
    .filter((line) => line.variant_id === drop.variant_id)
    .reduce((sum, line) => sum + Number(line.quantity), 0)
  if (inCart >= reservation.quantity) return // a retry whose first answer was lost
  try {
    const items = [{ variant_id: drop.variant_id, quantity: reservation.quantity }]
    await addToCartWorkflow(container).run({ input: { cart_id, items } })
  } catch (error) {
    await ledgerOf(container).release(
      [{ hold_id: reservation.id, quantity: String(reservation.quantity) }],
      { actor: "system", reason: "the unit could not be added to the cart" }
    )
    throw error
  }
}

function outOfStock(container: MedusaContainer, drop: DropRow): HoldfastError {
  countRefusal(container, drop.id)
  return new HoldfastError(
    "OUT_OF_STOCK",
    "All units of this drop are reserved or sold. Try again later: reservations may expire."
  )
}

const notActive = (drop: DropRow): HoldfastError =>
  new HoldfastError("DROP_NOT_ACTIVE", `Drop ${drop.id} is not live.`, {
    starts_at: drop.starts_at,
    ends_at: drop.ends_at,
  })

import type { MedusaContainer } from "@medusajs/framework/types"
import { generateEntityId } from "@medusajs/framework/utils"
import { StepResponse } from "@medusajs/framework/workflows-sdk"
import { ledgerOf } from "../../domain/container"
import {
  chosenLevels,
  sumLevels,
  type CartSnapshot,
  makeRoom,
  setAsideUnitsAt,
} from "../../domain/checkout/align"
import {
  abandonCompletion,
  beginCompletion,
  demandToComplete,
  type Attempt,
  SETTLE_SECONDS,
} from "../../domain/checkout/complete"
import { logObserved, checkCart } from "../../domain/carts/cover"
import { sharedInventoryOf, toLines, type Demand } from "../../domain/inventory/demand"
import { findOrderOfCart } from "../../domain/inventory/reservations"
import { HoldfastError } from "../../shared/errors"
import { currentContext, rememberRefusal } from "../../shared/request-context"
import { readOptions } from "../../shared/options"
import { compare, sum } from "../../shared/quantity"

interface CompleteCart {
  input: { id: string }
  cart: CartSnapshot
}

/**
 * For `completeCartWorkflow.hooks.validate`: the last gate, for every caller (route, payment
 * webhook, custom code). After it, Medusa's own reservation cannot fail for want of stock. Skipped
 * when the cart already has an order, since Medusa runs a completion again to answer it once more.
 */
export async function validateCompleteCart(
  { cart }: CompleteCart,
  { container }: { container: MedusaContainer }
): Promise<StepResponse<undefined, Attempt>> {
  if (await findOrderOfCart(container, cart.id)) return new StepResponse(undefined)
  try {
    const state = {
      id: cart.id,
      sales_channel_id: cart.sales_channel_id ?? null,
      customer_id: cart.customer?.id ?? null,
      shared_inventory_id: sharedInventoryOf(cart),
      lines: toLines(cart.items ?? []),
    }
    if (readOptions().mode === "observe") {
      const short = await checkCart(container, state)
      logObserved(
        container,
        short.length ? "would refuse a completion" : "would let a completion pass",
        {
          cart_id: cart.id,
          short,
        }
      )
      return new StepResponse(undefined)
    }
    const demand = await demandToComplete(container, state)
    const attempt = attemptAt(cart.id)
    try {
      const hadItsTurn = await beginCompletion(container, demand, attempt)
      if (!hadItsTurn) await refuseSecondOrder(container, cart.id)
      await alignWithMedusa(container, cart, demand, attempt.owner)
    } catch (error) {
      // A step that throws is not compensated, so what it began is taken back here.
      await abandonCompletion(container, attempt)
      throw error
    }
    return new StepResponse(undefined, attempt)
  } catch (error) {
    rememberRefusal(error)
    throw error
  }
}

/**
 * The attempt that the route of this request began, if it was at this cart; else one of its own.
 */
function attemptAt(cart_id: string): Attempt {
  const begun = currentContext()?.begun
  if (begun?.cart_id === cart_id) return { cart_id, owner: begun.owner, begun }
  return { cart_id, owner: generateEntityId(undefined, "hfturn") }
}

export async function undoCompleteCart(
  attempt: Attempt | undefined,
  { container }: { container: MedusaContainer }
): Promise<void> {
  if (attempt) await abandonCompletion(container, attempt)
}

/**
 * Another process may have completed the cart while this one waited for its turn, where the lock
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

/**
 * Medusa may reserve at another location than the hold is at. Then nobody passes this cart until
 * its order is settled, because the units of others are borrowed until then; and where the location
 * that Medusa picked has been emptied since it looked, room is made there.
 */
async function alignWithMedusa(
  container: MedusaContainer,
  cart: CartSnapshot,
  demand: Demand,
  owner: string
): Promise<void> {
  const wanted = new Set(demand.item_ids)
  const chosen = chosenLevels(cart).filter((level) => wanted.has(level.inventory_item_id))
  const holds = [
    ...(await ledgerOf(container).listHoldsOfCart(cart.id)).filter((hold) => hold.kind === "level"),
    ...(await setAsideUnitsAt(container, demand.set_aside)),
  ]
  const elsewhere = sumLevels(chosen).filter((level) => {
    const here = holds.filter(
      (one) => one.counted_id === level.inventory_item_id && one.location_id === level.location_id
    )
    return compare(sum(here.map((hold) => hold.quantity)), level.quantity) < 0
  })
  if (!elsewhere.length) return
  await ledgerOf(container).keepTurns({
    owner,
    inventory_item_ids: elsewhere.map((level) => level.inventory_item_id),
    seconds: SETTLE_SECONDS,
  })
  for (const level of chosen) {
    const holdsOfItem = holds.filter((hold) => hold.counted_id === level.inventory_item_id)
    await makeRoom(container, level, holdsOfItem)
  }
}

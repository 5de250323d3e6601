import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import type { Reduction } from "../../modules/ledger/operations/release"
import type { HoldRow } from "../../modules/ledger/operations/rows"
import { readOptions } from "../options"
import { ZERO, atLeastZero, isPositive, subtract } from "../quantity"
import { coverDemand, isCovered } from "./cover"
import { readCart, readDemand } from "./demand"
import { findOrderOfCart } from "./orders"
import { place } from "./place"
import { ledgerOf, type LevelReading } from "./stock"

/** Seconds to wait for a change of the same cart that is under way; the sweeper and the next change tidy up later. */
const CART_LOCK_SECONDS = 10

/**
 * Brings a cart's holds down to what its lines still need, after something was taken out or the cart went to another
 * sales channel. Under Medusa's cart lock, so that a change that is just under way, whose line is not written yet, does
 * not lose the units that it has been promised.
 */
export async function fitHoldsToCart(container: MedusaContainer, cartId: string): Promise<void> {
  const ledger = ledgerOf(container)
  const holder = { type: "cart", id: cartId } as const
  if (!(await ledger.listActiveHolds([holder])).length) return // most carts that change hold what they need, or nothing
  await container.resolve(Modules.LOCKING).execute(
    cartId,
    async () => {
      if (await findOrderOfCart(container, cartId)) return // then the holds are consumed, not released
      const demand = await readDemand(container, await readCart(container, cartId))
      let holds = (await ledger.listActiveHolds([holder])).filter((hold) => !hold.due)
      if (!isCovered(demand, holds) && readOptions().holds.at === "cart") {
        // The cart sells from other locations now. What is short there is said at the next look and at completion.
        await coverDemand(container, demand, "the cart was moved")
        holds = (await ledger.listActiveHolds([holder])).filter((hold) => !hold.due)
      }
      const usable = holds.filter((hold) => demand.location_ids.includes(hold.location_id ?? ""))
      const needed = place(demand.pieces, usable.map(asOnlyRoom), usable.map(asOwn))
      if (needed.short.length) return // the holds are less than the lines need: nothing to give back
      const unneeded = surplus(holds, needed.quantities)
      if (!unneeded.length) return
      await ledger.release(unneeded, {
        actor: "shopper",
        reason: "the cart does not need them any more",
      })
    },
    { timeout: CART_LOCK_SECONDS }
  )
}

/** A level in which this cart's own hold is all there is: placing the lines there tells what of it is needed. */
const asOnlyRoom = (hold: HoldRow): LevelReading => ({
  inventory_item_id: hold.counted_id,
  location_id: hold.location_id ?? "",
  pool_id: hold.pool_id,
  version: "0",
  available: hold.quantity,
  held: hold.quantity,
  completing: false,
})

const asOwn = (hold: HoldRow) => ({
  hold_id: hold.id,
  pool_id: hold.pool_id,
  quantity: hold.quantity,
})

function surplus(holds: readonly HoldRow[], needed: ReadonlyMap<string, string>): Reduction[] {
  return holds
    .map((hold) => ({
      hold_id: hold.id,
      quantity: atLeastZero(subtract(hold.quantity, needed.get(hold.pool_id) ?? ZERO)),
    }))
    .filter((reduction) => isPositive(reduction.quantity))
}

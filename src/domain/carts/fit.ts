import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { ledgerOf } from "../container"
import type { Reduction } from "../../modules/ledger/operations/release"
import type { HoldRow } from "../../modules/ledger/operations/rows"
import { readOptions } from "../../shared/options"
import { ZERO, atLeastZero, isPositive, subtract, type Quantity } from "../../shared/quantity"
import { HoldfastError } from "../../shared/errors"
import { unitsOf, readCart, readDemand } from "../inventory/demand"
import { isCovered, coverCart, type CartCoverage } from "./cover"
import { findOrderOfCart, type LevelReading } from "../inventory/stock"
import { place } from "../inventory/place"

/** Seconds to wait for a change of the same cart; the sweeper tidies up later. */
const CART_LOCK_SECONDS = 10

/**
 * Releases what a cart's lines no longer need. Under Medusa's cart lock: a change in progress,
 * whose line is not written yet, would otherwise lose the units it was promised.
 */
export async function fitHoldsToCart(container: MedusaContainer, cartId: string): Promise<void> {
  const ledger = ledgerOf(container)
  const holder = { type: "cart", id: cartId } as const
  // most carts hold nothing
  if (!(await ledger.listHolds({ holder: [holder], state: "active" })).length) return
  await container.resolve(Modules.LOCKING).execute(
    cartId,
    async () => {
      // then the holds are consumed, not released
      if (await findOrderOfCart(container, cartId)) return
      const cart = await readCart(container, cartId)
      const live = async (): Promise<HoldRow[]> =>
        (await ledger.listHolds({ holder: [holder], state: "active" })).filter((hold) => !hold.due)
      let [demand, holds] = [await readDemand(container, cart), await live()]
      const atCart = readOptions().holds.at === "cart"
      if (cart.shared_inventory_id || (atCart && !isCovered(demand, holds))) {
        // It sells from other locations now, or buys for a shared inventory. What is short there is
        // reported when its holds are read and at completion.
        const covered = await coverCart(
          container,
          cart,
          "the cart changed its channel or inventory",
          {
            hold: atCart,
          }
        ).catch(ignoreRefusal)
        if (covered && !covered.short.length) demand = covered.demand
        holds = await live()
      }
      const idle = surplus(
        holds.filter((hold) => hold.kind === "shared"),
        (hold) => unitsOf(demand, hold)
      )
      const usable = holds.filter((hold) => demand.location_ids.includes(hold.location_id ?? ""))
      const needed = place(demand.pieces, usable.map(asOnlyRoom), usable.map(asOwn))
      const spare = needed.short.length
        ? [] // the levels' holds are less than the lines need
        : surplus(
            holds.filter((hold) => hold.kind === "level"),
            (hold) => needed.quantities.get(hold.pool_id) ?? ZERO
          )
      if (!idle.length && !spare.length) return
      await ledger.release([...idle, ...spare], {
        actor: "shopper",
        reason: "the cart no longer needs them",
      })
    },
    { timeout: CART_LOCK_SECONDS }
  )
}

/** A level with nothing but this hold, so that placing the lines finds what is needed. */
const asOnlyRoom = (hold: HoldRow): LevelReading => ({
  inventory_item_id: hold.counted_id,
  location_id: hold.location_id ?? "",
  pool_id: hold.pool_id,
  version: "0",
  available: hold.quantity,
  held: hold.quantity,
  exposed: ZERO,
  completing: false,
})

const asOwn = (hold: HoldRow) => ({
  hold_id: hold.id,
  pool_id: hold.pool_id,
  quantity: hold.quantity,
})

function surplus(holds: readonly HoldRow[], neededOf: (hold: HoldRow) => Quantity): Reduction[] {
  return holds
    .map((hold) => ({
      hold_id: hold.id,
      quantity: atLeastZero(subtract(hold.quantity, neededOf(hold))),
    }))
    .filter((reduction) => isPositive(reduction.quantity))
}

/** Nobody waits for the response; rejected units were returned, and the next gate says why. */
function ignoreRefusal(error: unknown): CartCoverage | undefined {
  if (error instanceof HoldfastError) return undefined
  throw error
}

import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { DROP_EVENTS } from "../../contracts/drop-events"
import type { HoldEventData } from "../../contracts/hold-events"
import { coalesce } from "../../shared/coalesce"
import { ledgerOf } from "../container"
import { recordPurchase } from "./activity-feed"
import { forgetSoldOut } from "./sold-out"

/** Turns a hold's event into the drop's own events, and a purchase into its activity feed. */
export async function followDropHold(
  container: MedusaContainer,
  name: string,
  { drop_id, hold_id, order_id }: HoldEventData
): Promise<void> {
  if (!drop_id) return
  const bus = container.resolve(Modules.EVENT_BUS)
  switch (name) {
    case "holdfast.hold.placed":
      return emitStockUpdated(container, drop_id)
    case "holdfast.hold.released":
    case "holdfast.hold.expired": {
      const hold = await ledgerOf(container).findHold(hold_id)
      if (hold) forgetSoldOut(hold.pool_id)
      await bus.emit({ name: DROP_EVENTS.stockUpdated, data: { drop_id } })
      if (name === "holdfast.hold.released") return
      const customer_id = hold?.holder_type === "customer" ? hold.holder_id : null
      const data = { drop_id, reservation_id: hold_id, customer_id }
      return bus.emit({ name: DROP_EVENTS.reservationExpired, data })
    }
    case "holdfast.hold.consumed": {
      if (!order_id || !(await recordPurchase(container, { drop_id, hold_id, order_id }))) return
      const data = { drop_id, reservation_id: hold_id, order_id }
      return bus.emit({ name: DROP_EVENTS.purchased, data })
    }
  }
}

/** One event for all holds of a moment: it only says that the stock changed. */
const emitStockUpdated = coalesce(
  async (container: MedusaContainer, dropIds) => {
    const name = DROP_EVENTS.stockUpdated
    const bus = container.resolve(Modules.EVENT_BUS)
    await bus.emit(dropIds.map((drop_id) => ({ name, data: { drop_id } })))
    return dropIds.map(() => undefined)
  },
  { everyMs: 25 }
)

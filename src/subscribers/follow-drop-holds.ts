import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import type { IEventBusModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { ledgerOf } from "../domain/container"
import { coalesce } from "../shared/coalesce"
import { DROP_EVENTS } from "../contracts/drop-events"
import type { HoldEventData } from "../contracts/hold-events"
import { recordPurchase } from "../domain/drops/record-purchase"
import { forgetSoldOut } from "../domain/drops/sold-out"

/**
 * What happened to a drop's hold, said in the drop's own words, and written into its activity feed
 * when it was bought.
 */
export default async function followDropHolds({
  event,
  container,
}: SubscriberArgs<HoldEventData>): Promise<void> {
  const { drop_id, hold_id, order_id } = event.data
  if (!drop_id) return
  const bus = container.resolve(Modules.EVENT_BUS)
  switch (event.name) {
    case "holdfast.hold.placed":
      await tellStock(bus, drop_id)
      return
    case "holdfast.hold.released":
    case "holdfast.hold.expired": {
      const hold = await ledgerOf(container).findHold(hold_id)
      if (hold) forgetSoldOut(hold.pool_id)
      const customer_id = hold?.holder_type === "customer" ? hold.holder_id : null
      const lapsed = event.name === "holdfast.hold.expired"
      await bus.emit([
        { name: DROP_EVENTS.stockUpdated, data: { drop_id } },
        ...(lapsed
          ? [
              {
                name: DROP_EVENTS.reservationExpired,
                data: { drop_id, reservation_id: hold_id, customer_id },
              },
            ]
          : []),
      ])
      return
    }
    case "holdfast.hold.consumed":
      if (!order_id || !(await recordPurchase(container, { drop_id, hold_id, order_id }))) return
      await bus.emit({
        name: DROP_EVENTS.purchased,
        data: { drop_id, reservation_id: hold_id, order_id },
      })
  }
}

/**
 * One event for all who got a hold in a moment, not one each: it says that the stock changed, and
 * not how. Who watches is told ten times a second anyway.
 */
const tellStock = coalesce(
  async (bus: IEventBusModuleService, dropIds) => {
    const name = DROP_EVENTS.stockUpdated
    await bus.emit(dropIds.map((drop_id) => ({ name, data: { drop_id } })))
    return dropIds.map(() => undefined)
  },
  { everyMs: 25 }
)

export const config: SubscriberConfig = {
  event: [
    "holdfast.hold.placed",
    "holdfast.hold.released",
    "holdfast.hold.expired",
    "holdfast.hold.consumed",
  ],
  context: { subscriberId: "holdfast-follow-drop-holds" },
}

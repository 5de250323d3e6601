import {
  DROP_EVENTS,
  type DropChangedData,
  type DropPurchasedData,
  type DropReservationExpiredData,
  type DropStockUpdatedData,
} from "../contracts/drop-events"
import type { DropReader } from "./drop-reader"
import type { Hint } from "./hints"

export type DropEvent =
  | { name: typeof DROP_EVENTS.changed; data: DropChangedData }
  | { name: typeof DROP_EVENTS.stockUpdated; data: DropStockUpdatedData }
  | { name: typeof DROP_EVENTS.reservationExpired; data: DropReservationExpiredData }
  | { name: typeof DROP_EVENTS.purchased; data: DropPurchasedData }

/**
 * What an event of the drops layer means for those who watch. Undefined when there is nothing to
 * tell.
 */
export async function toHint(
  event: DropEvent,
  reader: Pick<DropReader, "purchaseOf">
): Promise<Hint | undefined> {
  const { drop_id } = event.data
  switch (event.name) {
    case DROP_EVENTS.changed: {
      const { change } = event.data
      return {
        kind: change === "created" || change === "scheduled" ? "visible" : "figures",
        drop_id,
      }
    }
    case DROP_EVENTS.stockUpdated:
      return { kind: "figures", drop_id }
    case DROP_EVENTS.reservationExpired: {
      const { reservation_id, customer_id } = event.data
      return { kind: "expired", drop_id, reservation_id, customer_id }
    }
    case DROP_EVENTS.purchased: {
      const purchase = await reader.purchaseOf(event.data.reservation_id)
      return purchase && { kind: "purchased", drop_id, ...purchase }
    }
  }
}

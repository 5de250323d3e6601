import type { HoldEventData, HoldEventName } from "../../../contracts/hold-events"
import type { HoldChange } from "./rows"

const EVENT_OF = {
  placed: "holdfast.hold.placed",
  grown: "holdfast.hold.placed",
  extended: "holdfast.hold.extended",
  shrunk: "holdfast.hold.released",
  released: "holdfast.hold.released",
  expired: "holdfast.hold.expired",
  consumed: "holdfast.hold.consumed",
  flagged: "holdfast.hold.at_risk",
  moved: undefined, // only the location changes
} as const satisfies Record<HoldChange["kind"], HoldEventName | undefined>

export interface HoldEvent {
  name: HoldEventName
  data: HoldEventData
}

/** Changes as messages for Medusa's event bus: ids and quantities, no personal data. */
export function toEvents(
  changes: readonly HoldChange[],
  dropOf: (poolId: string) => string | null
): HoldEvent[] {
  return changes.flatMap(({ kind, hold_id, pool_id, quantity, cart_id, order_id }) => {
    const name = EVENT_OF[kind]
    const data = { hold_id, quantity, cart_id, order_id, drop_id: dropOf(pool_id) }
    return name ? [{ name, data }] : []
  })
}

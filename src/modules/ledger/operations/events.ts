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
  moved: undefined, // the holder keeps what it has; only the location differs
} as const satisfies Record<HoldChange["kind"], string | undefined>

export interface HoldEvent {
  name: Exclude<(typeof EVENT_OF)[HoldChange["kind"]], undefined>
  data: {
    hold_id: string
    quantity: string
    cart_id: string | null
    order_id: string | null
    /** The drop that the units are of; null for units of the shop. */
    drop_id: string | null
  }
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

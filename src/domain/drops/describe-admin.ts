import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { AdminDrop, AdminDropHold } from "../../contracts/admin-drops"
import { outcomeOf, type HoldRow } from "../../modules/ledger/operations/rows"
import type { PoolTotals } from "../../modules/ledger/operations/list-pools"
import type { DropRow } from "./definitions"
import { stateOf } from "./state"
import { toIso } from "../../shared/dates"

/** Drops as merchants see them, with the figures of the ledger: one query for all of them. */
export async function describeAdminDrops(
  container: MedusaContainer,
  drops: readonly DropRow[]
): Promise<AdminDrop[]> {
  if (!drops.length) return []
  const ledger = ledgerOf(container)
  const [totals, now] = await Promise.all([
    ledger.journal.readTotals({ owner_type: ["drop"], owner_id: drops.map((drop) => drop.id) }),
    ledger.now(),
  ])
  return drops.map((drop) =>
    describe(
      drop,
      totals.find((one) => one.owner_id === drop.id),
      now
    )
  )
}

function describe(drop: DropRow, totals: PoolTotals | undefined, now: Date): AdminDrop {
  const state = stateOf(drop, now)
  return {
    id: drop.id,
    name: drop.name,
    variant_id: drop.variant_id,
    product_id: drop.product_id,
    sales_channel_id: drop.sales_channel_id,
    price: drop.price === null ? null : Number(drop.price),
    currency_code: drop.currency_code,
    total_quantity: drop.total_quantity,
    starts_at: toIso(drop.starts_at),
    ends_at: toIso(drop.ends_at),
    hold_ttl_seconds: drop.hold_ttl_seconds,
    limit_per_customer: drop.limit_per_customer,
    guests_allowed: drop.guests_allowed,
    note: drop.note,
    status: drop.status,
    state,
    available: availableOf(state, totals),
    held: Number(totals?.live ?? 0),
    sold: Number(totals?.sold ?? 0),
    metadata: drop.metadata,
    created_at: toIso(drop.created_at),
    updated_at: toIso(drop.updated_at),
  }
}

/** Units that can be reserved. A drop that is over keeps only what is held in it. */
export function availableOf(state: AdminDrop["state"], totals: PoolTotals | undefined): number {
  if (!totals || (state !== "live" && state !== "scheduled")) return 0
  return Math.max(0, Number(totals.quantity) - Number(totals.live))
}

export function describeAdminHold(hold: HoldRow): AdminDropHold {
  return {
    id: hold.id,
    quantity: Number(hold.quantity),
    status: outcomeOf(hold),
    customer_id: hold.holder_type === "customer" ? hold.holder_id : null,
    cart_id: hold.cart_id,
    order_id: hold.order_id,
    created_at: hold.created_at.toISOString(),
    expires_at: hold.expires_at.toISOString(),
    resolved_at: hold.resolved_at?.toISOString() ?? null,
  }
}

import type { InferTypeOf, MedusaContainer } from "@medusajs/framework/types"
import { tradingOf } from "../container"
import type { AdminMember, AdminSharedInventory } from "../../contracts/admin-shared-inventories"
import type { SharedInventory } from "../../modules/trading/models/shared-inventory"
import type { MemberRow } from "../../modules/trading/operations/read-members"
import { HoldfastError } from "../../shared/errors"
import { readRows } from "../common/services"

export type InventoryRow = InferTypeOf<typeof SharedInventory>

/** @throws HoldfastError `NOT_FOUND`. */
export async function retrieveInventory(
  container: MedusaContainer,
  id: string
): Promise<InventoryRow> {
  const [row] = (await tradingOf(container).listSharedInventories({ id: [id] })) as InventoryRow[]
  if (!row) throw noInventory(id)
  return row
}

export const noInventory = (id: string): HoldfastError =>
  new HoldfastError("NOT_FOUND", `There is no shared inventory ${id}.`)

/** Shared inventories as merchants see them; their members are counted in one query for all. */
export async function describeInventories(
  container: MedusaContainer,
  rows: readonly InventoryRow[]
): Promise<AdminSharedInventory[]> {
  if (!rows.length) return []
  const ids = rows.map((row) => row.id)
  const counts = await readRows(container, (trading) => trading.countMembers(ids))
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    status: row.status,
    trade_role: row.trade_role,
    frozen: row.frozen_at !== null,
    frozen_at: toIso(row.frozen_at),
    frozen_reason: row.frozen_reason,
    created_by: row.created_by,
    member_count: counts.get(row.id) ?? 0,
    metadata: row.metadata,
    created_at: new Date(row.created_at).toISOString(),
    updated_at: new Date(row.updated_at).toISOString(),
  }))
}

export function describeAdminMember(row: MemberRow): AdminMember {
  return {
    id: row.id,
    customer_id: row.customer_id,
    email: row.email,
    role: row.role,
    status: row.status,
    invited_by: row.invited_by,
    joined_at: toIso(row.joined_at),
    ended_at: toIso(row.ended_at),
    created_at: row.created_at.toISOString(),
  }
}

const toIso = (date: Date | string | null): string | null =>
  date ? new Date(date).toISOString() : null

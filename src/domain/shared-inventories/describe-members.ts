import type { MedusaContainer } from "@medusajs/framework/types"
import type { StoreMember } from "../../contracts/shared-inventories"
import type { MemberRow } from "../../modules/trading/operations/read-members"
import { findCustomers, shortName } from "../common/customers"
import { isAtLeast } from "./permissions"
import { noMember } from "./members"
import { readRows } from "../common/services"
import { assertMember, type InventoryRef } from "./shared-inventories"

/**
 * A page of a shared inventory's members and invitations, as one of its members sees them. @throws
 * as `assertMember`.
 */
export async function listMembers(
  container: MedusaContainer,
  ref: InventoryRef,
  page: { id?: string; limit: number; offset: number }
): Promise<{ members: StoreMember[]; count: number }> {
  const me = await assertMember(container, ref)
  const { rows, count } = await readRows(container, (trading) =>
    trading.listMembers(ref.shared_inventory_id, { ...page, statuses: ["invited", "active"] })
  )
  // One who has not accepted is not looked up: else an invitation would tell who is behind an id.
  const active = rows.flatMap((row) =>
    row.status === "active" && row.customer_id ? [row.customer_id] : []
  )
  const customers = await findCustomers(container, active)
  const maySeeEmail = isAtLeast(me.role, "manager")
  const members = rows.map((row): StoreMember => {
    const isActive = row.status === "active"
    return {
      id: row.id,
      customer_id: row.customer_id,
      name: isActive ? shortName(customers.get(row.customer_id ?? "")) : null,
      email: !isActive && maySeeEmail ? row.email : null,
      role: row.role,
      status: isActive ? "active" : "invited",
      joined_at: toIso(row.joined_at),
    }
  })
  return { members, count }
}

/** One of them. @throws HoldfastError `NOT_FOUND` where it ended meanwhile. */
export async function retrieveMember(
  container: MedusaContainer,
  ref: InventoryRef,
  memberId: string
): Promise<StoreMember> {
  const { members } = await listMembers(container, ref, { id: memberId, limit: 1, offset: 0 })
  const [member] = members
  if (!member) throw noMember(ref, memberId)
  return member
}

const toIso = (date: MemberRow["joined_at"]): string | null => date?.toISOString() ?? null

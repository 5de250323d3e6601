import type { MedusaContainer } from "@medusajs/framework/types"
import type { InviteMemberBody, MemberRole, StoreMember } from "../../contracts/shared-inventories"
import { TRADING_EVENTS } from "../../contracts/trading-events"
import type { MemberRow } from "../../modules/trading/operations/read-members"
import { HoldfastError } from "../../shared/errors"
import { createId } from "../../shared/ids"
import { editInventory, type Edit, type InventoryRef } from "./inventories"
import { findCustomers } from "../common/customers"
import { isAtLeast, checkMay } from "./permissions"
import { readRows } from "../common/trading-transaction"
import { toIso } from "../../shared/dates"
import { shortName } from "../../shared/display-name"

/** Members and open invitations; every edit reads them all. */
export const MEMBERS_MAX = 500

/**
 * Invites somebody; the response never reveals whether such a customer exists.
 * @returns the invitation's id.
 * @throws HoldfastError `FORBIDDEN`, `SHARED_INVENTORY_CLOSED`, `ALREADY_MEMBER`, `LIMIT_REACHED`.
 */
export function inviteMember(
  container: MedusaContainer,
  ref: InventoryRef,
  body: InviteMemberBody
): Promise<string> {
  return editInventory(container, { ...ref, action: "edit_members" }, async (edit) => {
    const email = body.email?.toLowerCase() ?? null
    const customer_id = body.customer_id ?? null
    const members = await edit.rows.readStandingMembers(ref.shared_inventory_id)
    const known = members.some((member) =>
      customer_id ? member.customer_id === customer_id : member.email === email
    )
    if (known) {
      throw new HoldfastError(
        "ALREADY_MEMBER",
        `${customer_id ?? email} is already a member or invited.`
      )
    }
    if (members.length >= MEMBERS_MAX) {
      throw new HoldfastError(
        "LIMIT_REACHED",
        `A shared inventory has at most ${MEMBERS_MAX} members and open invitations.`
      )
    }
    const member = {
      id: createId("hfmem"),
      shared_inventory_id: ref.shared_inventory_id,
      customer_id,
      email,
      role: body.role,
    }
    await edit.rows.insertMember({ ...member, status: "invited", invited_by: ref.customer_id })
    noteMember(edit, "memberInvited", member)
    return member.id
  })
}

/**
 * Changes the role of a member or an invitation.
 * @throws HoldfastError `FORBIDDEN` for a manager who touches an owner or makes one, `NOT_FOUND`,
 * `LAST_OWNER`.
 */
export function changeRole(
  container: MedusaContainer,
  ref: InventoryRef,
  memberId: string,
  role: MemberRole
): Promise<void> {
  const action = role === "owner" ? "transfer_ownership" : "edit_members"
  return editInventory(container, { ...ref, action }, async (edit) => {
    const members = await edit.rows.readStandingMembers(ref.shared_inventory_id)
    const member = find(members, ref, memberId)
    assertMayTouch(edit, member)
    if (role === "owner" && member.status === "invited") {
      throw new HoldfastError(
        "INVALID_DATA",
        `${memberId} has not accepted yet. Only an active member can become owner.`
      )
    }
    if (role !== "owner") assertNotLastOwner(members, member)
    if (member.role === role) return
    await edit.rows.setMemberRole(memberId, role)
    noteMember(edit, "memberRoleChanged", member)
  })
}

/** Removes a member or revokes an invitation. @throws HoldfastError as `changeRole`. */
export function removeMember(
  container: MedusaContainer,
  ref: InventoryRef,
  memberId: string
): Promise<void> {
  return editInventory(container, { ...ref, action: "edit_members" }, async (edit) => {
    const members = await edit.rows.readStandingMembers(ref.shared_inventory_id)
    const member = find(members, ref, memberId)
    assertMayTouch(edit, member)
    assertNotLastOwner(members, member)
    await edit.rows.endMembers([memberId], "removed")
    noteMember(edit, "memberRemoved", member)
  })
}

/** @throws HoldfastError `FORBIDDEN` for non-members, `LAST_OWNER`. */
export function leave(container: MedusaContainer, ref: InventoryRef): Promise<void> {
  return editInventory(container, { ...ref, action: "leave" }, async (edit) => {
    const members = await edit.rows.readStandingMembers(ref.shared_inventory_id)
    const member = find(members, ref, edit.me.member_id)
    assertNotLastOwner(members, member)
    await edit.rows.endMembers([member.id], "left")
    noteMember(edit, "memberLeft", member)
  })
}

/**
 * The other member becomes owner and the caller manager, at once.
 * @throws HoldfastError `FORBIDDEN`, `NOT_FOUND`, `INVALID_DATA`.
 */
export function transferOwnership(
  container: MedusaContainer,
  ref: InventoryRef,
  memberId: string
): Promise<void> {
  return editInventory(container, { ...ref, action: "transfer_ownership" }, async (edit) => {
    const members = await edit.rows.readStandingMembers(ref.shared_inventory_id)
    const heir = find(members, ref, memberId)
    const mine = find(members, ref, edit.me.member_id)
    if (heir.id === mine.id || heir.status === "invited") {
      const why = heir.id === mine.id ? "is you" : "has not accepted the invitation yet"
      throw new HoldfastError("INVALID_DATA", `${memberId} ${why}. Choose another active member.`)
    }
    await edit.rows.setMemberRole(heir.id, "owner")
    await edit.rows.setMemberRole(mine.id, "manager")
    for (const member of [heir, mine]) noteMember(edit, "memberRoleChanged", member)
  })
}

/** The same error for other inventories' members, former members and unknown ids. */
export const noMember = (ref: InventoryRef, memberId: string): HoldfastError =>
  new HoldfastError(
    "NOT_FOUND",
    `Shared inventory ${ref.shared_inventory_id} has no member ${memberId}.`
  )

function find(members: readonly MemberRow[], ref: InventoryRef, memberId: string): MemberRow {
  const member = members.find((candidate) => candidate.id === memberId)
  if (!member) throw noMember(ref, memberId)
  return member
}

function assertMayTouch(edit: Edit, member: MemberRow): void {
  if (member.role !== "owner" || edit.me.role === "owner") return
  throw new HoldfastError("FORBIDDEN", "A manager cannot change or remove an owner.")
}

/** The caller has locked the inventory's row. */
function assertNotLastOwner(members: readonly MemberRow[], member: MemberRow): void {
  const isOwner = (candidate: MemberRow): boolean =>
    candidate.role === "owner" && candidate.status === "active"
  if (
    !isOwner(member) ||
    members.some((candidate) => isOwner(candidate) && candidate.id !== member.id)
  )
    return
  throw new HoldfastError(
    "LAST_OWNER",
    `${member.id} is the only owner. Make another member owner first.`
  )
}

export function noteMember(
  { note }: Pick<Edit, "note">,
  what: Extract<keyof typeof TRADING_EVENTS, `member${string}`>,
  member: Pick<MemberRow, "id" | "shared_inventory_id" | "customer_id">
): void {
  const { id, shared_inventory_id, customer_id } = member
  note({
    name: TRADING_EVENTS[what],
    data: { shared_inventory_id, member_id: id, customer_id },
  })
}

/** A page of a shared inventory's members and invitations, for a member. @throws as `checkMay`. */
export async function listMembers(
  container: MedusaContainer,
  ref: InventoryRef,
  page: { id?: string; limit: number; offset: number }
): Promise<{ members: StoreMember[]; count: number }> {
  const me = await checkMay(container, ref.customer_id, "see", ref.shared_inventory_id)
  const { rows, count } = await readRows(container, (trading) =>
    trading.listMembers(ref.shared_inventory_id, { ...page, statuses: ["invited", "active"] })
  )
  // no names of invited customers: an invitation must not reveal whose an id is
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

/** @throws HoldfastError `NOT_FOUND`. */
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

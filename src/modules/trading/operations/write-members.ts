import type { MemberRole } from "../../../contracts/shared-inventories"
import type { Executor } from "../../../shared/executor"
import type { MemberStatus } from "./read-members"

export interface NewMember {
  id: string
  shared_inventory_id: string
  customer_id: string | null
  /** Lower case. */
  email: string | null
  role: MemberRole
  status: "invited" | "active"
  invited_by: string | null
}

/** All functions of this file need the shared inventory's row locked. */
export async function insertMember(executor: Executor, member: NewMember): Promise<void> {
  await executor.query(
    `insert into holdfast_membership (id, shared_inventory_id, customer_id, email, role, status, invited_by, joined_at)
     values ($1, $2, $3, $4, $5, $6, $7, case when $6 = 'active' then clock_timestamp() end)`,
    [
      member.id,
      member.shared_inventory_id,
      member.customer_id,
      member.email,
      member.role,
      member.status,
      member.invited_by,
    ]
  )
}

export async function setMemberRole(
  executor: Executor,
  memberId: string,
  role: MemberRole
): Promise<void> {
  await executor.query(
    `update holdfast_membership set role = $2, updated_at = clock_timestamp() where id = $1`,
    [memberId, role]
  )
}

/** An invitation becomes a membership of whoever accepted it. */
export async function activateMember(
  executor: Executor,
  memberId: string,
  customerId: string
): Promise<void> {
  await executor.query(
    `update holdfast_membership
     set status = 'active', customer_id = $2, joined_at = clock_timestamp(), updated_at = clock_timestamp()
     where id = $1 and status = 'invited'`,
    [memberId, customerId]
  )
}

/** Ends open invitations and active memberships. */
export async function endMembers(
  executor: Executor,
  memberIds: readonly string[],
  status: Extract<MemberStatus, "declined" | "left" | "removed">
): Promise<void> {
  await executor.query(
    `update holdfast_membership set status = $2, ended_at = clock_timestamp(), updated_at = clock_timestamp()
     where id = any($1) and status in ('invited', 'active')`,
    [[...memberIds], status]
  )
}

import type { MemberRole } from "../../../contracts/shared-inventories"
import { countRows, type Executor } from "../../../shared/executor"

export type MemberStatus = "invited" | "active" | "declined" | "left" | "removed"

export interface MemberRow {
  id: string
  shared_inventory_id: string
  customer_id: string | null
  email: string | null
  role: MemberRole
  status: MemberStatus
  invited_by: string | null
  joined_at: Date | null
  ended_at: Date | null
  created_at: Date
}

const COLUMNS = `m.id, m.shared_inventory_id, m.customer_id, m.email, m.role, m.status, m.invited_by, m.joined_at, m.ended_at,
  m.created_at`

/** A page of members, the longest there first, or the one with that id; and the total count. */
export async function listMembers(
  executor: Executor,
  inventoryId: string,
  page: { statuses: readonly MemberStatus[] | null; id?: string; limit: number; offset: number }
): Promise<{ rows: MemberRow[]; count: number }> {
  const values = [inventoryId, page.statuses ? [...page.statuses] : null, page.id ?? null]
  const from = `holdfast_membership m where m.shared_inventory_id = $1 and m.deleted_at is null
    and ($2::text[] is null or m.status = any($2)) and ($3::text is null or m.id = $3)`
  const { rows } = await executor.query<MemberRow>(
    `select ${COLUMNS} from ${from} order by m.id limit $4 offset $5`,
    [...values, page.limit, page.offset]
  )
  return { rows, count: await countRows(executor, from, values) }
}

/** Members and open invitations of a shared inventory, which the caller has locked. */
export async function readStandingMembers(
  executor: Executor,
  inventoryId: string
): Promise<MemberRow[]> {
  const { rows } = await executor.query<MemberRow>(
    `select ${COLUMNS} from holdfast_membership m
     where m.shared_inventory_id = $1 and m.status in ('invited', 'active') and m.deleted_at is null order by m.id`,
    [inventoryId]
  )
  return rows
}

/** Whom an invitation may be for: a customer, and the account's address in lower case. */
export interface Invitee {
  customer_id: string
  email: string | null
}

const IS_FOR = `m.status = 'invited' and m.deleted_at is null and (m.customer_id = $1 or m.email = $2)`

export interface InvitationRow extends MemberRow {
  shared_inventory_name: string
}

/** A page of open invitations, newest first; or the one with that id, if it is the invitee's. */
export async function listInvitations(
  executor: Executor,
  invitee: Invitee,
  page: { id?: string; limit: number; offset: number }
): Promise<{ rows: InvitationRow[]; count: number }> {
  const values = [invitee.customer_id, invitee.email, page.id ?? null]
  const from = `holdfast_membership m
    join holdfast_shared_inventory i on i.id = m.shared_inventory_id and i.deleted_at is null
    where ${IS_FOR} and ($3::text is null or m.id = $3)`
  const { rows } = await executor.query<InvitationRow>(
    `select ${COLUMNS}, i.name as shared_inventory_name from ${from} order by m.id desc limit $4 offset $5`,
    [...values, page.limit, page.offset]
  )
  return { rows, count: await countRows(executor, from, values) }
}

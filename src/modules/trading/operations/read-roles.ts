import type { MemberRole, TradeRole } from "../../../contracts/shared-inventories"
import type { Executor } from "../../../shared/executor"

/** A customer's role in a shared inventory. */
export interface Standing {
  shared_inventory_id: string
  name: string
  status: "active" | "archived"
  frozen: boolean
  trade_role: TradeRole
  /** Null without an active membership. */
  role: MemberRole | null
  member_id: string | null
}

/** The same, locked: neither inventories nor memberships change before the transaction ends. */
export const lockStandings = (
  executor: Executor,
  customerId: string,
  inventoryIds: readonly string[]
): Promise<Map<string, Standing>> => readStandings(executor, customerId, inventoryIds, "for share")

/** A customer's roles in some shared inventories. */
export async function readStandings(
  executor: Executor,
  customerId: string,
  inventoryIds: readonly string[],
  share: "" | "for share" = ""
): Promise<Map<string, Standing>> {
  if (!inventoryIds.length) return new Map()
  const { rows: inventories } = await executor.query<Omit<Standing, "role" | "member_id">>(
    `select id as shared_inventory_id, name, status, frozen_at is not null as frozen, trade_role
     from holdfast_shared_inventory where id = any($1) and deleted_at is null order by id ${share}`,
    [[...inventoryIds]]
  )
  const { rows: memberships } = await executor.query<{
    id: string
    shared_inventory_id: string
    role: MemberRole
  }>(
    `select id, shared_inventory_id, role from holdfast_membership
     where shared_inventory_id = any($1) and customer_id = $2 and status = 'active' and deleted_at is null
     order by id ${share}`,
    [[...inventoryIds], customerId]
  )
  const mine = new Map(memberships.map((row) => [row.shared_inventory_id, row]))
  return new Map(
    inventories.map((row) => {
      const membership = mine.get(row.shared_inventory_id)
      const [role, member_id] = [membership?.role ?? null, membership?.id ?? null]
      return [row.shared_inventory_id, { ...row, role, member_id }]
    })
  )
}

/** All shared inventories in which a customer is an active member, the oldest first. */
export async function listStandings(executor: Executor, customerId: string): Promise<Standing[]> {
  const { rows } = await executor.query<Standing>(
    `select i.id as shared_inventory_id, i.name, i.status, i.frozen_at is not null as frozen, i.trade_role, m.role,
       m.id as member_id
     from holdfast_membership m join holdfast_shared_inventory i on i.id = m.shared_inventory_id and i.deleted_at is null
     where m.customer_id = $1 and m.status = 'active' and m.deleted_at is null order by i.id`,
    [customerId]
  )
  return rows
}

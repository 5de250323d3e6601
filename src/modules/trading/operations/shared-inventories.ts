import type { TradeRole } from "../../../contracts/shared-inventories"
import type { Executor } from "../../../shared/executor"

/** A shared inventory without its members. */
export interface SharedInventoryRow {
  id: string
  name: string
  status: "active" | "archived"
  trade_role: TradeRole
  created_by: string
  frozen_at: Date | null
  frozen_reason: string | null
}

const COLUMNS = `id, name, status, trade_role, created_by, frozen_at, frozen_reason`

export async function insertSharedInventory(
  executor: Executor,
  input: { id: string; name: string; trade_role: TradeRole; created_by: string }
): Promise<void> {
  await executor.query(
    `insert into holdfast_shared_inventory (id, name, trade_role, created_by) values ($1, $2, $3, $4)`,
    [input.id, input.name, input.trade_role, input.created_by]
  )
}

/** The first lock of every change to an inventory or its members, so that one owner stays. */
export async function lockSharedInventory(
  executor: Executor,
  id: string
): Promise<SharedInventoryRow | undefined> {
  const { rows } = await executor.query<SharedInventoryRow>(
    `select ${COLUMNS} from holdfast_shared_inventory where id = $1 and deleted_at is null for update`,
    [id]
  )
  return rows[0]
}

/** Omitted fields do not change. */
export async function updateSharedInventory(
  executor: Executor,
  id: string,
  update: { name?: string; trade_role?: TradeRole; status?: "active" | "archived" }
): Promise<void> {
  await executor.query(
    `update holdfast_shared_inventory
     set name = coalesce($2, name), trade_role = coalesce($3, trade_role), status = coalesce($4, status),
       updated_at = clock_timestamp()
     where id = $1`,
    [id, update.name ?? null, update.trade_role ?? null, update.status ?? null]
  )
}

/** Freezes with a reason, or unfreezes with null. A frozen one keeps its `frozen_at`. */
export async function setFrozen(
  executor: Executor,
  id: string,
  reason: string | null
): Promise<void> {
  await executor.query(
    `update holdfast_shared_inventory
     set frozen_at = case when $2::text is null then null else coalesce(frozen_at, clock_timestamp()) end,
       frozen_reason = $2, updated_at = clock_timestamp()
     where id = $1`,
    [id, reason]
  )
}

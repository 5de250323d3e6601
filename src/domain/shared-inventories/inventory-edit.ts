import type { MedusaContainer } from "@medusajs/framework/types"
import type { MemberRole } from "../../contracts/shared-inventories"
import type { TradingEvent } from "../../contracts/trading-events"
import type { LedgerTransaction } from "../../modules/ledger/transaction"
import type { Standing } from "../../modules/trading/operations/read-roles"
import type { TradingRows } from "../../modules/trading/rows"
import { assertMay, type Action } from "./permissions"
import { inTrade, readRows } from "../common/services"
import { tell } from "../common/tell"

export interface Editing {
  customer_id: string
  shared_inventory_id: string
  action: Action
}

export interface Edit {
  rows: TradingRows
  tx: LedgerTransaction
  /** The caller's, which cannot change before the edit is over. */
  me: Standing & { role: MemberRole; member_id: string }
  /** Notes an event for after the commit. */
  note: (event: TradingEvent) => void
}

/**
 * Changes a shared inventory or its members, for one who may: one edit of it at a time.
 *
 * Looked at without a lock first: else a stranger would wait behind the members' edits, and learn
 * from it which ids exist.
 *
 * @throws as `assertMay`.
 */
export async function editInventory<Result>(
  container: MedusaContainer,
  { customer_id, shared_inventory_id: id, action }: Editing,
  work: (edit: Edit) => Promise<Result>
): Promise<Result> {
  const seen = await readRows(container, (rows) => rows.readStandings(customer_id, [id]))
  assertMay(seen.get(id), action, id)
  const { result, events } = await inTrade(container, async (rows, tx) => {
    const events: TradingEvent[] = []
    await rows.lockSharedInventory(id)
    const standings = await rows.lockStandings(customer_id, [id])
    const me = assertMay(standings.get(id), action, id)
    return { result: await work({ rows, tx, me, note: (event) => events.push(event) }), events }
  })
  await tell(container, events)
  return result
}

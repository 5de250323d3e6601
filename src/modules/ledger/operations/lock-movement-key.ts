import type { Executor } from "../../../shared/executor"
import { lockKeys } from "./lock-keys"

/** The reference of the movement with this key, locked until commit; undefined if it is new. */
export async function lockMovementKey(
  executor: Executor,
  key: string
): Promise<string | undefined> {
  await lockKeys(executor, [key])
  const { rows } = await executor.query<{ reference: string }>(
    `select reference from holdfast_entry where idempotency_key = $1`,
    [key]
  )
  return rows[0]?.reference
}

import type { Executor } from "../../../shared/executor"
import { lockKeys } from "./lock-keys"

/**
 * What the movement under a key belongs to; undefined where the key is new. The key is the caller's
 * until its transaction ends, so that two requests with the same key come one after the other and
 * the second finds what the first wrote.
 */
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

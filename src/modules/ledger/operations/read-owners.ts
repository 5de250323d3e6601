import type { Executor } from "../../../shared/executor"

/** Owners of pools by id. An owner never changes, so callers may cache it. */
export async function readOwners(
  executor: Executor,
  poolIds: readonly string[]
): Promise<{ id: string; kind: string; owner_id: string }[]> {
  const { rows } = await executor.query<{ id: string; kind: string; owner_id: string }>(
    `select id, kind, owner_id from holdfast_pool where id = any($1)`,
    [[...poolIds]]
  )
  return rows
}

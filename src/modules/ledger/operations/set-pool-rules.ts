import type { Quantity } from "../../../shared/quantity"
import type { Executor } from "../../../shared/executor"

/** Sets the rules that a pool's owner may change. */
export async function setPoolRules(
  executor: Executor,
  poolId: string,
  rules: {
    opens_at: Date | null
    closes_at: Date | null
    closed: boolean
    limit_per_holder: Quantity | null
  }
): Promise<void> {
  await executor.query(
    `update holdfast_pool
     set opens_at = $2, closes_at = $3, closed = $4, limit_per_holder = $5, updated_at = clock_timestamp()
     where id = $1`,
    [poolId, rules.opens_at, rules.closes_at, rules.closed, rules.limit_per_holder]
  )
}

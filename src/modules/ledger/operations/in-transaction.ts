import type { Executor } from "../../../shared/executor"

interface Client extends Executor {
  release(error?: boolean): void
  on(event: "error", listener: (error: Error) => void): unknown
  off(event: "error", listener: (error: Error) => void): unknown
}

export interface TransactionLimits {
  lockTimeoutMs: number
  statementTimeoutMs: number
}

/** After these the request gets a 503, with nothing done. */
export const LIMITS: TransactionLimits = { lockTimeoutMs: 3_000, statementTimeoutMs: 10_000 }

/** Opens a transaction with both timeouts. `set` takes no parameters, hence the text. */
export async function inTransaction<Result>(
  pool: { connect(): Promise<Client> },
  limits: TransactionLimits,
  work: (executor: Executor) => Promise<Result>
): Promise<Result> {
  const client = await pool.connect()
  let broken = false
  // A lost connection also emits an error event; without a listener the process would end.
  const onLost = (): void => {
    broken = true
  }
  client.on("error", onLost)
  try {
    await client.query(
      `begin; set local lock_timeout = ${limits.lockTimeoutMs}; set local statement_timeout = ${limits.statementTimeoutMs}`
    )
    const result = await work(client)
    await client.query("commit")
    return result
  } catch (error) {
    // Without a rollback, the connection's next user would write into our transaction.
    await client.query("rollback").catch(() => {
      broken = true
    })
    throw error
  } finally {
    client.off("error", onLost)
    client.release(broken)
  }
}

import type { ConfigModule } from "@medusajs/framework/types"
import { Pool, type PoolConfig } from "pg"
import { ATTEMPTS_MAX, isRetryable, translate } from "../../shared/database-errors"
import { HoldfastError } from "../../shared/errors"
import type { Executor } from "../../shared/executor"
import { inTransaction, LIMITS } from "./operations/in-transaction"

/** Milliseconds to wait for a connection, before a 503. */
const CONNECT_TIMEOUT_MS = 5_000

/** The ledger's own small pool: it responds while completions hold all of Medusa's connections. */
export class Connections {
  readonly #pool: Pool

  constructor(
    config: ConfigModule,
    max: number,
    private readonly warn: (message: string) => void
  ) {
    this.#pool = new Pool(toPoolConfig(config, max))
    this.#pool.on("error", (error) => warn(`lost an idle ledger connection: ${error.message}`))
  }

  /** Runs again as a whole when PostgreSQL undoes it, so `work` keeps nothing of an earlier run. */
  transaction = async <Result>(work: (executor: Executor) => Promise<Result>): Promise<Result> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await inTransaction(this.#pool, LIMITS, work)
      } catch (error) {
        if (isRetryable(error) && attempt < ATTEMPTS_MAX) continue
        throw this.#toError(`a ledger transaction failed after ${attempt} attempt(s)`, error)
      }
    }
  }

  /** Single statements without a transaction. */
  plain = async <Result>(work: (executor: Executor) => Promise<Result>): Promise<Result> => {
    try {
      return await work(this.#pool)
    } catch (error) {
      throw this.#toError("a ledger statement failed", error)
    }
  }

  end(): Promise<void> {
    return this.#pool.end()
  }

  #toError(what: string, error: unknown): unknown {
    if (error instanceof HoldfastError) return error // from the work itself
    this.warn(`${what}: ${String(error)}`)
    return translate(error)
  }
}

function toPoolConfig(config: ConfigModule, max: number): PoolConfig {
  const { databaseUrl, databaseSchema, databaseDriverOptions } = config.projectConfig
  const driver: { connection?: { ssl?: PoolConfig["ssl"] } } = databaseDriverOptions ?? {}
  return {
    connectionString: databaseUrl,
    max,
    application_name: "holdfast-ledger",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...(driver.connection?.ssl === undefined ? {} : { ssl: driver.connection.ssl }),
    ...(databaseSchema && databaseSchema !== "public"
      ? { options: `-c search_path=${databaseSchema}` }
      : {}),
  }
}

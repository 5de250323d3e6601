import { createHash, randomUUID } from "node:crypto"
import { Pool, type PoolClient } from "pg"
import { openDatabaseServer, type DatabaseServer } from "../../scripts/lib/database"
import { migrationStatements } from "../../scripts/lib/module-migrations"
import { audit } from "../../src/modules/ledger/operations/audit"
import { ensureLevelPools } from "../../src/modules/ledger/operations/read-availability"
import type { Executor } from "../../src/shared/executor"
import { inTransaction } from "../../src/modules/ledger/operations/in-transaction"
import {
  HOLD_COLUMNS,
  POOL_COLUMNS,
  type HoldRow,
  type PoolRow,
} from "../../src/modules/ledger/operations/rows"
import type { Quantity } from "../../src/shared/quantity"

/** Wide enough for the widest race, far below what the server allows. */
const CONNECTIONS = 60

const LIMITS = { lockTimeoutMs: 10_000, statementTimeoutMs: 20_000 }

/** Looks at `pg_stat_activity` before a test gives up waiting for a session to be blocked. */
const LOOKS_MAX = 5_000

/** A transaction that the test itself opens and ends, to hold a lock for as long as it likes. */
export interface Session extends Executor {
  commit(): Promise<void>
  rollback(): Promise<void>
  /** Resolves when at least this many other sessions wait for a lock of this one. */
  untilBlocking(sessions: number): Promise<void>
}

export interface Entry {
  id: string
  kind: string
  pool_id: string
  hold_id: string | null
  quantity: Quantity
  holder_type: string | null
  holder_id: string | null
  order_id: string | null
  actor: string
  reason: string
}

/** A database with the ledger's tables and nothing else. */
export class LedgerDatabase {
  readonly #name = `holdfast_ledger_${process.pid}_${randomUUID().slice(0, 8)}`
  readonly #open = new Set<PoolClient>()
  #server?: DatabaseServer
  #pool?: Pool
  #url?: string

  get pool(): Pool {
    if (!this.#pool) throw new Error("The ledger's database is not open: call open() first.")
    return this.#pool
  }

  get url(): string {
    if (!this.#url) throw new Error("The ledger's database is not open: call open() first.")
    return this.#url
  }

  async open({ migrated = true }: { migrated?: boolean } = {}): Promise<void> {
    this.#server = await openDatabaseServer()
    const template = migrated ? await ensureTemplate(this.#server) : undefined
    this.#url = await this.#server.create(this.#name, { template })
    // Locks and rules do not depend on when a commit reaches the disk, and the tests run in a third
    // of the time.
    const options = "-c synchronous_commit=off"
    this.#pool = new Pool({ connectionString: this.#url, max: CONNECTIONS, options })
    this.#pool.on("error", () => undefined) // dropping the database ends the idle sessions
  }

  async migrate(): Promise<void> {
    await migrateAt(this.url)
  }

  async close(): Promise<void> {
    this.#abandonSessions()
    await this.#pool?.end()
    await this.#server?.drop(this.#name)
    await this.#server?.close()
  }

  async clear(): Promise<void> {
    this.#abandonSessions()
    const [row] = await this.rows<{ tables: string }>(
      `select string_agg(tablename, ', ') as tables from pg_tables
       where starts_with(tablename, 'holdfast_')`
    )
    await this.pool.query(`truncate ${row?.tables}`)
  }

  /** One transaction, one attempt: what the service does, without its retries. */
  tx<Result>(
    work: (executor: Executor) => Promise<Result>,
    limits: Partial<typeof LIMITS> = {}
  ): Promise<Result> {
    return inTransaction(this.pool, { ...LIMITS, ...limits }, work)
  }

  async begin(): Promise<Session> {
    const client = await this.pool.connect()
    this.#open.add(client)
    const executor: Executor = client
    await executor.query("begin")
    const { rows } = await executor.query<{ pid: number }>("select pg_backend_pid() as pid")
    const end = (command: string) => async () => {
      await client.query(command)
      this.#open.delete(client)
      client.release()
    }
    return {
      query: (text, values) => executor.query(text, values),
      commit: end("commit"),
      rollback: end("rollback"),
      untilBlocking: (sessions) => this.#untilBlocking(rows[0]?.pid ?? 0, sessions),
    }
  }

  /** Ends sessions that a failed test left open, so that no other test waits for their locks. */
  #abandonSessions(): void {
    for (const client of this.#open) client.release(true)
    this.#open.clear()
  }

  /** No timer: each poll is a round trip to the server. */
  async #untilBlocking(pid: number, sessions: number): Promise<void> {
    for (let look = 0; look < LOOKS_MAX; look++) {
      const [row] = await this.rows<{ waiting: number }>(
        `select count(*)::int as waiting from pg_stat_activity where $1 = any(pg_blocking_pids(pid))`,
        [pid]
      )
      if ((row?.waiting ?? 0) >= sessions) return
    }
    throw new Error(`Fewer than ${sessions} session(s) came to wait for session ${pid}.`)
  }

  async rows<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
    const executor: Executor = this.pool
    return (await executor.query<Row>(text, values)).rows
  }

  async levelPool(
    at: { item?: string; location?: string } = {}
  ): Promise<PoolRow & { location_id: string }> {
    const level = {
      inventory_item_id: at.item ?? `iitem_${randomUUID()}`,
      location_id: at.location ?? "sloc_1",
    }
    const [pool] = await ensureLevelPools(this.pool, [level])
    if (!pool) throw new Error("ensureLevelPools returned no pool")
    return { ...pool, location_id: level.location_id }
  }

  /** A pool with a quantity of its own, such as a drop's. */
  async dropPool(quantity: Quantity): Promise<string> {
    const id = `hfpool_${randomUUID()}`
    await this.rows(
      `insert into holdfast_pool (id, kind, counted_type, counted_id, owner_type, owner_id, quantity)
       values ($1, 'drop', 'variant', 'variant_1', 'drop', $1, $2)`,
      [id, quantity]
    )
    return id
  }

  async readPool(id: string): Promise<PoolRow> {
    const [pool] = await this.rows<PoolRow>(
      `select ${POOL_COLUMNS} from holdfast_pool p where p.id = $1`,
      [id]
    )
    if (!pool) throw new Error(`There is no pool ${id}.`)
    return pool
  }

  async readHold(id: string): Promise<HoldRow> {
    const [hold] = await this.#holds("h.id = $1", id)
    if (!hold) throw new Error(`There is no hold ${id}.`)
    return hold
  }

  readHolds(poolId: string): Promise<HoldRow[]> {
    return this.#holds("h.pool_id = $1", poolId)
  }

  #holds(condition: string, value: string): Promise<HoldRow[]> {
    return this.rows<HoldRow>(
      `select ${HOLD_COLUMNS} from holdfast_hold h join holdfast_pool p on p.id = h.pool_id
       where ${condition} order by h.created_at, h.id`,
      [value]
    )
  }

  readEntries(of: { pool_id: string } | { hold_id: string }): Promise<Entry[]> {
    const [column, value] = "pool_id" in of ? ["pool_id", of.pool_id] : ["hold_id", of.hold_id]
    return this.rows<Entry>(
      `select id, kind, pool_id, hold_id, quantity::text, holder_type, holder_id, order_id, actor, reason
       from holdfast_entry where ${column} = $1 order by id`,
      [value]
    )
  }

  /** Time moves by writing it: so much of it went by for a hold. */
  async passTime(holdId: string, seconds: number): Promise<void> {
    await this.rows(
      `update holdfast_hold set expires_at = expires_at - make_interval(secs => $2),
         extend_until = extend_until - make_interval(secs => $2) where id = $1`,
      [holdId, seconds]
    )
  }

  /** The holds ran out a second ago. */
  async lapse(...holdIds: string[]): Promise<void> {
    await this.rows(
      `update holdfast_hold set expires_at = clock_timestamp() - interval '1 second' where id = any($1)`,
      [holdIds]
    )
  }

  /** Seconds from now until a hold runs out, rounded. */
  async secondsLeft(holdId: string): Promise<number> {
    const [row] = await this.rows<{ seconds: number }>(
      `select round(extract(epoch from expires_at - clock_timestamp()))::int as seconds from holdfast_hold where id = $1`,
      [holdId]
    )
    if (!row) throw new Error(`There is no hold ${holdId}.`)
    return row.seconds
  }

  /** Pools whose counter, holds and journal differ. Should be empty. */
  async miscounted(): Promise<{ pool_id: string; held: Quantity; holds: Quantity }[]> {
    const { miscounted } = await this.tx(audit)
    return miscounted
  }
}

/**
 * Opens a database for the specs of a file, empties it before each test and drops it at the end.
 */
export function useDatabase<Database extends LedgerDatabase>(database: Database): Database {
  beforeAll(() => database.open())
  beforeEach(() => database.clear())
  afterAll(() => database.close())
  return database
}

export const useLedgerDatabase = (): LedgerDatabase => useDatabase(new LedgerDatabase())

const MODULES = ["ledger", "trading"]
const TEMPLATE = "holdfast_template_ledger_"

/** A database with our tables, which is made once per content and copied for each spec. */
async function ensureTemplate(server: DatabaseServer): Promise<string> {
  const statements = (await Promise.all(MODULES.map(migrationStatements))).flat().join("\n")
  const name = TEMPLATE + createHash("sha256").update(statements).digest("hex").slice(0, 12)
  return server.exclusively(TEMPLATE, async () => {
    if (await server.exists(name)) return name
    const half = `${name}_half`
    await server.drop(half)
    await migrateAt(await server.create(half))
    const old = await server.query<{ datname: string }>(
      "select datname from pg_database where starts_with(datname, $1) and datname <> $2",
      [TEMPLATE, half]
    )
    for (const { datname } of old) await server.drop(datname)
    await server.rename(half, name)
    return name
  })
}

async function migrateAt(connectionString: string): Promise<void> {
  const pool = new Pool({ connectionString, max: 1 })
  try {
    for (const module of MODULES) {
      for (const statement of await migrationStatements(module)) await pool.query(statement)
    }
  } finally {
    await pool.end()
  }
}

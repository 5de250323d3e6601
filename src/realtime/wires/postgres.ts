import type { ConfigModule } from "@medusajs/framework/types"
import { Client, type ClientConfig } from "pg"
import type { Wire, WireEnd } from "./wire"

const CHANNEL = "holdfast_realtime"
const CONNECT_TIMEOUT_MS = 5_000
const QUERY_TIMEOUT_MS = 5_000
/** A router in between may forget an idle connection, and listening alone would not notice. */
const CHECK_EVERY_MS = 30_000
const RECONNECT_AFTER_MS = 1_000

/** LISTEN and NOTIFY on a connection outside every pool. In commit order for all processes. */
export class PostgresWire implements Wire {
  readonly ready: Promise<void>
  #markReady: () => void = () => undefined
  #client?: Client
  #closed = false
  #wasUp = false
  #timers: NodeJS.Timeout[] = []

  constructor(
    private readonly config: ConfigModule["projectConfig"],
    private readonly end: WireEnd
  ) {
    this.ready = new Promise((resolve) => (this.#markReady = resolve))
    void this.#connect()
  }

  async publish(messages: readonly string[]): Promise<void> {
    if (!messages.length) return
    await this.ready
    try {
      await this.#client?.query("select pg_notify($1, text) from unnest($2::text[]) text", [
        CHANNEL,
        messages,
      ])
    } catch (error) {
      this.#lose(this.#client, error)
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#stopTimers()
    const client = this.#client
    this.#client = undefined
    await client?.end().catch(() => undefined)
  }

  async #connect(): Promise<void> {
    const client = new Client(connection(this.config))
    client.on("error", (error) => this.#lose(client, error))
    client.on("end", () => this.#lose(client, new Error("the database ended the connection")))
    client.on("notification", ({ payload }) => payload && this.end.onMessage(payload))
    this.#client = client
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
    } catch (error) {
      this.#lose(client, error)
      return
    }
    if (this.#closed) return
    const check = (): void => void client.query("select 1").catch((e) => this.#lose(client, e))
    this.#timers.push(setInterval(check, CHECK_EVERY_MS))
    if (this.#wasUp) this.end.onResume()
    this.#wasUp = true
    this.#markReady()
  }

  #lose(client: Client | undefined, error: unknown): void {
    if (this.#closed || !client || client !== this.#client) return
    this.#client = undefined
    this.#stopTimers()
    this.end.warn(`lost the connection for real time between processes: ${String(error)}`)
    void client.end().catch(() => undefined)
    this.#timers.push(setTimeout(() => void this.#connect(), RECONNECT_AFTER_MS))
  }

  #stopTimers(): void {
    this.#timers.forEach(clearTimeout)
    this.#timers = []
  }
}

function connection({
  databaseUrl,
  databaseDriverOptions,
}: ConfigModule["projectConfig"]): ClientConfig {
  const driver: { connection?: { ssl?: ClientConfig["ssl"] } } = databaseDriverOptions ?? {}
  return {
    connectionString: databaseUrl,
    application_name: "holdfast-realtime",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    ...(driver.connection?.ssl === undefined ? {} : { ssl: driver.connection.ssl }),
  }
}

import { escapeIdentifier } from "pg"
import { connect, withClient } from "./client"
import { leaseCluster, type Lease } from "./postgres/lease"

/** A PostgreSQL server on which we may create and drop databases. */
export interface DatabaseServer {
  /** Connection string of a database on this server. */
  url(name: string): string
  /** Runs one statement in the maintenance database, outside any transaction. */
  query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>
  exists(name: string): Promise<boolean>
  create(name: string, options?: { template?: string }): Promise<string>
  rename(from: string, to: string): Promise<void>
  /** Terminates the sessions that still use it. */
  drop(name: string): Promise<void>
  /** Runs `work` under a lock that holds for every process that uses this server. */
  exclusively<T>(key: string, work: () => Promise<T>): Promise<T>
  /** Takes the lock if it is free, until the returned function is called or this process ends. */
  tryLock(key: string): Promise<(() => Promise<void>) | undefined>
  /** Call it when done: the embedded server stops with its last user. */
  close(): Promise<void>
}

/** Opens the server of `DATABASE_URL`, or starts the embedded PostgreSQL. */
export async function openDatabaseServer(
  databaseUrl = process.env.DATABASE_URL
): Promise<DatabaseServer> {
  if (!databaseUrl) {
    const lease = await leaseCluster()
    return serverAt(lease.url, lease)
  }
  return serverAt(await reachable(databaseUrl))
}

function serverAt(maintenanceUrl: string, lease?: Lease): DatabaseServer {
  const url = (name: string) => {
    const changed = new URL(maintenanceUrl)
    changed.pathname = `/${encodeURIComponent(name)}`
    return changed.toString()
  }
  const query = async <Row extends object>(text: string, values?: unknown[]) =>
    withClient(maintenanceUrl, async (client) => (await client.query<Row>(text, values)).rows)

  return {
    url,
    query,
    exists: async (name) =>
      (await query("select 1 from pg_database where datname = $1", [name])).length > 0,
    create: async (name, { template } = {}) => {
      const from = template ? ` template ${escapeIdentifier(template)}` : ""
      await query(`create database ${escapeIdentifier(name)}${from}`)
      return url(name)
    },
    rename: async (from, to) => {
      await query(`alter database ${escapeIdentifier(from)} rename to ${escapeIdentifier(to)}`)
    },
    drop: async (name) => {
      await query(`drop database if exists ${escapeIdentifier(name)} with (force)`)
    },
    exclusively: (key, work) =>
      withClient(maintenanceUrl, async (client) => {
        // The lock ends with its session, so a killed process leaves nothing behind.
        await client.query("select pg_advisory_lock(hashtextextended($1, 0))", [key])
        return work()
      }),
    tryLock: async (key) => {
      const client = await connect(maintenanceUrl)
      const { rows } = await client.query<{ taken: boolean }>(
        "select pg_try_advisory_lock(hashtextextended($1, 0)) as taken",
        [key]
      )
      if (rows[0]?.taken) return () => client.end()
      await client.end()
      return undefined
    },
    close: async () => lease?.release(),
  }
}

/** The server's maintenance database: `postgres`, or the one that `DATABASE_URL` names. */
async function reachable(databaseUrl: string): Promise<string> {
  const maintenance = new URL(databaseUrl)
  maintenance.pathname = "/postgres"
  try {
    await withClient(maintenance.toString(), async (client) => client.query("select 1"))
    return maintenance.toString()
  } catch {
    try {
      await withClient(databaseUrl, async (client) => client.query("select 1"))
      return databaseUrl
    } catch (error) {
      throw new Error(
        `Cannot connect to DATABASE_URL: ${(error as Error).message}. ` +
          "Unset it to use the embedded PostgreSQL.",
        { cause: error }
      )
    }
  }
}

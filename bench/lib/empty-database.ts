import { randomBytes } from "node:crypto"
import { Client } from "pg"
import type { DatabaseServer } from "../../scripts/lib/database"
import { migrationStatements } from "../../scripts/lib/module-migrations"

export interface EmptyDatabase {
  url: string
  drop(): Promise<void>
}

/**
 * The prefix and the lock are those of `scripts/store/throwaway.ts`, whose next run drops what a
 * killed bench left.
 */
const PREFIX = "holdfast_throwaway_bench_"

export async function createEmptyDatabase(server: DatabaseServer): Promise<EmptyDatabase> {
  const name = `${PREFIX}${randomBytes(5).toString("hex")}`
  const unlock = await server.tryLock(name)
  return {
    url: await server.create(name),
    async drop() {
      await server.drop(name)
      await unlock?.()
    },
  }
}

/**
 * A fresh database with the ledger's tables in it, those of other modules where they are named, and
 * nothing else.
 */
export async function createLedgerDatabase(
  server: DatabaseServer,
  ...modules: string[]
): Promise<EmptyDatabase> {
  const database = await createEmptyDatabase(server)
  const client = new Client({ connectionString: database.url })
  await client.connect()
  try {
    for (const module of ["ledger", ...modules]) {
      for (const statement of await migrationStatements(module)) await client.query(statement)
    }
  } finally {
    await client.end()
  }
  return database
}

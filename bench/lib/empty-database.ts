import { randomBytes } from "node:crypto"
import { readdirSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import type { Migration } from "@medusajs/framework/mikro-orm/migrations"
import { Client } from "pg"
import type { DatabaseServer } from "../../scripts/lib/database"
import { PROJECT_ROOT } from "../../scripts/lib/paths"

export interface EmptyDatabase {
  url: string
  drop(): Promise<void>
}

/** The prefix and the lock are those of `scripts/store/throwaway.ts`, whose next run drops what a killed bench left. */
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

/** A fresh database with the ledger's tables in it and nothing else. */
export async function createLedgerDatabase(server: DatabaseServer): Promise<EmptyDatabase> {
  const database = await createEmptyDatabase(server)
  const client = new Client({ connectionString: database.url })
  await client.connect()
  try {
    for (const statement of await migrationStatements()) await client.query(statement)
  } finally {
    await client.end()
  }
  return database
}

type MigrationClass = new () => Pick<Migration, "up" | "getQueries">

async function migrationStatements(): Promise<string[]> {
  // ts-node compiles what is required; a dynamic import would ask Node itself for the file.
  const require = createRequire(__filename)
  const folder = path.join(PROJECT_ROOT, "src/modules/ledger/migrations")
  const statements: string[] = []
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".ts")) continue
    const exported = require(path.join(folder, file)) as Record<string, MigrationClass>
    for (const Class of Object.values(exported)) {
      // Ours only collect statements, so they need neither of the two things that a migrator hands them.
      const migration = new Class()
      await migration.up()
      statements.push(...migration.getQueries().map(String))
    }
  }
  return statements
}

import { withClient } from "../../scripts/lib/client"
import type { DatabaseServer } from "../../scripts/lib/database"
import { migrationStatements } from "../../scripts/lib/module-migrations"
import { createEmptyDatabase, type ThrowawayDatabase } from "../../scripts/store/throwaway"

/** A fresh database with the tables of the ledger, or of the named modules, and nothing else. */
export async function createLedgerDatabase(
  server: DatabaseServer,
  ...modules: string[]
): Promise<ThrowawayDatabase> {
  const database = await createEmptyDatabase(server)
  await withClient(database.url, async (client) => {
    for (const module of ["ledger", ...modules]) {
      for (const statement of await migrationStatements(module)) await client.query(statement)
    }
  })
  return database
}

import { Pool } from "pg"
import type { StoreUnderTest } from "./store-under-test"

/** Works while the ledger has no connections and cannot get any; Medusa keeps its own. */
export async function whileTheLedgerIsCutOff(
  { databaseUrl }: StoreUnderTest,
  work: () => Promise<void>
): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1)
  const elsewhere = new URL(databaseUrl)
  elsewhere.pathname = "/postgres"
  const outside = new Pool({ connectionString: elsewhere.href, max: 1 })
  try {
    await outside.query(`alter database "${name}" with allow_connections false`)
    await outside.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = $1 and application_name = 'holdfast-ledger'`,
      [name]
    )
    await work()
  } finally {
    await outside.query(`alter database "${name}" with allow_connections true`)
    await outside.end()
  }
}

import { Pool } from "pg"
import { openDatabaseServer, type DatabaseServer } from "../../scripts/lib/database"
import { startStore, type Store, type StoreSettings } from "../../scripts/lib/store"
import { waitFor } from "../../scripts/lib/wait"
import { AdminApi } from "../../scripts/rush/admin"
import type { HttpClient } from "../../scripts/rush/http"
import { ADMIN } from "../../scripts/seed/accounts"
import { runMedusa } from "../../scripts/store/medusa-cli"
import { createThrowawayDatabase, type ThrowawayDatabase } from "../../scripts/store/throwaway"
import { CheckedHttpClient } from "./checked-http"

export interface StoreUnderTest {
  stores: Store[]
  http: HttpClient
  admin: AdminApi
  /** The store's own database, to look at it and to move time in our tables. */
  db: Pool
  databaseUrl: string
  url: string
  /** Starts one more process on the same database. */
  start(settings?: Partial<StoreSettings>): Promise<Store>
  close(): Promise<void>
}

export type StoreOptions = Omit<Partial<StoreSettings>, "databaseUrl"> & {
  processes?: number
  /** False for a control whose server is broken on purpose: then any answer is let pass. */
  checked?: boolean
}

/**
 * A real store on a fresh, seeded database of its own: `medusa start` in a process, spoken to over
 * HTTP.
 */
export async function openStore({
  processes = 1,
  checked = true,
  ...settings
}: StoreOptions = {}): Promise<StoreUnderTest> {
  const server = await openDatabaseServer()
  const { project } = settings
  const kind = project ? "stock" : (settings.kind ?? "holdfast")
  const database = await createThrowawayDatabase(server, kind)
  const stores: Store[] = []
  const start = async (more: Partial<StoreSettings> = {}): Promise<Store> => {
    const store = await startStore({
      kind: "holdfast",
      ...settings,
      ...more,
      databaseUrl: database.url,
      env: { DISABLE_MEDUSA_ADMIN: "true", ...settings.env, ...more.env },
    })
    stores.push(store)
    return store
  }
  try {
    // As in a shop that has been selling for a while when the plugin comes.
    if (project) {
      const env = { ...settings.env, DATABASE_URL: database.url }
      await runMedusa(project, ["db:migrate"], env)
    }
    for (let i = 0; i < processes; i++) await start()
    return await connect(server, database, stores, start, checked)
  } catch (error) {
    await Promise.all(stores.map((store) => store.kill()))
    await database.drop()
    await server.close()
    throw error
  }
}

async function connect(
  server: DatabaseServer,
  database: ThrowawayDatabase,
  stores: Store[],
  start: StoreUnderTest["start"],
  checked: boolean
): Promise<StoreUnderTest> {
  const http = new CheckedHttpClient(400, checked)
  const db = new Pool({ connectionString: database.url, max: 5 })
  // Dropping the database ends idle sessions; that is no news.
  db.on("error", () => undefined)
  const [first] = stores
  if (!first) throw new Error("A store under test needs at least one process.")
  return {
    stores,
    http,
    admin: await AdminApi.login(http, first.url, ADMIN.email, ADMIN.password),
    db,
    databaseUrl: database.url,
    url: first.url,
    start,
    async close() {
      await http.close()
      await Promise.all(stores.map((store) => store.stop()))
      await db.end()
      await database.drop()
      await server.close()
      const [breach] = http.breaches // also what a test caught and passed over
      if (breach) throw new Error(breach)
    },
  }
}

/**
 * Waits until a question has a true answer; events are handled a moment after the answers that
 * caused them.
 */
export function until(
  what: string,
  ask: () => Promise<boolean>,
  timeoutMs = 20_000
): Promise<boolean> {
  return waitFor(ask, { timeoutMs, everyMs: 50, what })
}

import { mkdtempSync, rmSync } from "node:fs"
import path from "node:path"
import { Pool } from "pg"
import { openDatabaseServer } from "../../scripts/lib/database"
import { stateFolder } from "../../scripts/lib/paths"
import { startStore, type Store, type StoreSettings } from "../../scripts/lib/store"
import { waitFor } from "../../scripts/lib/wait"
import { AdminApi } from "../../scripts/rush/admin"
import type { HttpClient } from "../../scripts/rush/http"
import { ADMIN } from "../../scripts/seed/accounts"
import { runMedusa } from "../../scripts/store/medusa-cli"
import { createThrowawayDatabase } from "../../scripts/store/throwaway"
import type { Profile } from "../../scripts/test/profiles"
import type { LentStore } from "../../scripts/test/shared-stores"
import { CheckedHttpClient } from "./checked-http"
import { expectAgreement } from "./reconcile"

const FIXTURES = path.join(__dirname, "..", "fixtures")

export interface StoreUnderTest {
  stores: Store[]
  http: HttpClient
  admin: AdminApi
  /** The store's own database, to look at it and to move time in our tables. */
  db: Pool
  databaseUrl: string
  /** Where the store's test modules look for whoever listens (`fixtures/test-folder.ts`). */
  folder: string
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

/** What one store consists of, and how it ends. */
interface Base {
  databaseUrl: string
  folder: string
  stores: Store[]
  /** The first ones that are shared, and not ours to stop. */
  lent?: number
  end(): Promise<void>
}

/** A real store, `medusa start` in a process, on a fresh, seeded database of its own. */
export async function openStore({
  processes = 1,
  checked = true,
  ...settings
}: StoreOptions = {}): Promise<StoreUnderTest> {
  const server = await openDatabaseServer()
  const { project } = settings
  const kind = project ? "stock" : (settings.kind ?? "holdfast")
  const database = await createThrowawayDatabase(server, kind)
  const folder = mkdtempSync(path.join(stateFolder("test-runs"), "store-"))
  const base: Base = {
    databaseUrl: database.url,
    folder,
    stores: [],
    async end() {
      await database.drop()
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  const start = starter(base, settings)
  try {
    // As in a shop that has been selling for a while when the plugin comes.
    if (project) {
      const env = { ...settings.env, DATABASE_URL: database.url }
      await runMedusa(project, ["db:migrate"], env)
    }
    for (let i = 0; i < processes; i++) await start()
    return await connect(base, start, checked)
  } catch (error) {
    await Promise.all(base.stores.map((store) => store.kill()))
    await base.end()
    throw error
  }
}

/**
 * The store of a profile that the specs of this worker share. Its data are everybody's: a spec
 * makes a shop of its own (`openShop`), and leaves nothing for `reconcile` to find.
 */
export async function sharedStore(profile: Profile): Promise<StoreUnderTest> {
  const name = `${profile} ${process.env.JEST_WORKER_ID}`
  const response = await fetch(`${process.env.HOLDFAST_TEST_STORES}/${name}`)
  if (!response.ok) throw new Error(await response.text())
  // What `lend` answers.
  const { databaseUrl, folder, ...lent } = (await response.json()) as LentStore
  const keep = () => Promise.reject(new Error("Others use this store: it is not yours to end."))
  const ended = new Promise(() => undefined)
  const stores: Store[] = lent.stores.map((one) => ({ ...one, ended, stop: keep, kill: keep }))
  const end = () => expectAgreement({ folder, stores })
  const base: Base = { databaseUrl, folder, stores, lent: stores.length, end }
  return connect(base, starter(base), true)
}

function starter(
  { databaseUrl, folder, stores }: Base,
  settings: Partial<StoreSettings> = {}
): StoreUnderTest["start"] {
  return async (more = {}) => {
    const store = await startStore({
      kind: "holdfast",
      ...settings,
      ...more,
      databaseUrl,
      env: {
        DISABLE_MEDUSA_ADMIN: "true",
        EXTRA_MODULES: path.join(FIXTURES, "modules.ts"),
        TEST_FOLDER: folder,
        ...settings.env,
        ...more.env,
      },
    })
    stores.push(store)
    return store
  }
}

async function connect(
  { databaseUrl, folder, stores, lent = 0, end }: Base,
  start: StoreUnderTest["start"],
  checked: boolean
): Promise<StoreUnderTest> {
  const http = new CheckedHttpClient(400, checked)
  const db = new Pool({ connectionString: databaseUrl, max: 5 })
  // Dropping the database ends idle sessions; that is no news.
  db.on("error", () => undefined)
  const [first] = stores
  if (!first) throw new Error("A store under test needs at least one process.")
  return {
    stores,
    http,
    admin: await AdminApi.login(http, first.url, ADMIN.email, ADMIN.password),
    db,
    databaseUrl,
    folder,
    url: first.url,
    start,
    async close() {
      await http.close()
      await Promise.all(stores.slice(lent).map((store) => store.stop()))
      await db.end()
      await end()
      const [breach] = http.breaches // also what a test caught and ignored
      if (breach) throw new Error(breach)
    },
  }
}

/** Waits until it is true. Events are handled a moment after the requests that caused them. */
export function until(
  what: string,
  ask: () => Promise<boolean>,
  timeoutMs = 20_000
): Promise<boolean> {
  return waitFor(ask, { timeoutMs, everyMs: 50, what })
}

import { findings } from "../../scripts/rush/result"
import { rushDrop, rushStore, type RushTarget } from "../../scripts/rush/rush-store"
import { ADMIN } from "../../scripts/seed/accounts"
import { openStore, until, type StoreOptions, type StoreUnderTest } from "./store-under-test"

const SILENT = {
  say: () => undefined,
  start: () => undefined,
  tick: () => undefined,
  end: () => undefined,
}

/** As in production: two processes answer, a third one does what is done in the background. */
export async function openTrio(options: StoreOptions): Promise<StoreUnderTest> {
  const store = await openStore({
    ...options,
    processes: 2,
    env: { ...options.env, MEDUSA_WORKER_MODE: "server" },
  })
  try {
    await store.start({ env: { ...options.env, MEDUSA_WORKER_MODE: "worker" } })
  } catch (error) {
    await store.close()
    throw error
  }
  return store
}

/** The two rushes of the command line, in sizes that fit the tests. */
export function sellsEachUnitOnce(open: () => StoreUnderTest): void {
  const target = (): RushTarget => {
    const { stores, databaseUrl } = open()
    const urls = stores.slice(0, 2).map((one) => one.url)
    return { store: "holdfast", urls, admin: ADMIN, databaseUrl }
  }

  it("has all three processes alive, each in its part", async () => {
    const { db, stores } = open()
    const alive = async () => {
      const { rows } = await db.query<{ worker_mode: string }>(
        "select worker_mode from holdfast_server where pid = any($1) order by worker_mode",
        [stores.map((one) => one.pid)]
      )
      return rows.map((row) => row.worker_mode)
    }
    // A process says that it is alive a moment after it serves.
    await until("all heartbeats", async () => (await alive()).length >= stores.length)
    expect(await alive()).toEqual(["server", "server", "worker"])
  })

  it("sells 8 units to 8 of 24 shoppers, without a server error", async () => {
    const result = await rushStore(target(), { shoppers: 24, units: 8, locations: 2 }, SILENT)
    expect(findings(result)).toEqual([])
    expect(result).toMatchObject({
      orders: 8,
      refused: 16,
      oversold: 0,
      errors_5xx: 0,
      ledger_held: 0,
    })
  })

  it("gives 10 units of a drop to 10 of 100 customers, and sells 5 of them", async () => {
    const settings = { shoppers: 100, units: 10, locations: 2 as const, purchases: 5 }
    const result = await rushDrop(target(), settings, SILENT)
    expect(findings(result)).toEqual([])
    expect(result).toMatchObject({ holds: 10, orders: 5, oversold: 0, errors_5xx: 0 })
  })
}

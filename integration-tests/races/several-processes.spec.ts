import { findings } from "../../scripts/rush/result"
import { rushDrop, rushStore, type RushTarget } from "../../scripts/rush/rush-store"
import { ADMIN } from "../../scripts/seed/accounts"
import { openRedis, type TestRedis } from "../lib/redis"
import { openStore, until, type StoreOptions, type StoreUnderTest } from "../lib/store-under-test"

const SILENT = {
  say: () => undefined,
  start: () => undefined,
  tick: () => undefined,
  end: () => undefined,
}

/** As in production: two processes answer, a third one does what is done in the background. */
async function openProcesses(options: StoreOptions): Promise<StoreUnderTest> {
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
function sellsEachUnitOnce(open: () => Promise<StoreUnderTest | undefined>): void {
  let store: StoreUnderTest | undefined
  let target: RushTarget

  beforeAll(async () => {
    store = await open()
    if (!store) return
    const urls = store.stores.slice(0, 2).map((one) => one.url)
    target = { store: "holdfast", urls, admin: ADMIN, databaseUrl: store.databaseUrl }
  })
  afterAll(() => store?.close())

  it("has all three processes alive, each in its part", async () => {
    if (!store) return notHere()
    const { db, stores } = store
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
    if (!store) return notHere()
    const result = await rushStore(target, { shoppers: 24, units: 8, locations: 2 }, SILENT)
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
    if (!store) return notHere()
    const settings = { shoppers: 100, units: 10, locations: 2 as const, purchases: 5 }
    const result = await rushDrop(target, settings, SILENT)
    expect(findings(result)).toEqual([])
    expect(result).toMatchObject({ holds: 10, orders: 5, oversold: 0, errors_5xx: 0 })
  })
}

function notHere(): void {
  console.warn("Not tested: there is no Redis here (redis-server, REDIS_URL or 127.0.0.1:6379).")
}

describe("two servers and a worker, with the Postgres lock provider and events in memory", () => {
  // The servers' events reach nobody: what they leave open is settled by the worker's sweeper.
  sellsEachUnitOnce(() => openProcesses({ lock: "postgres" }))
})

describe("two servers and a worker, with locks, events, workflows and cache in Redis", () => {
  let redis: TestRedis | undefined

  afterAll(() => redis?.stop())

  sellsEachUnitOnce(async () => {
    redis = await openRedis()
    if (!redis) return undefined
    const env = { REDIS_URL: redis.url, REDIS_MODULES: "true", MEDUSA_FF_CACHING: "true" }
    return openProcesses({ lock: "redis", env })
  })
})

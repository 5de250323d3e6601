import { configManager } from "@medusajs/framework/config"
import { logger } from "@medusajs/framework/logger"
import type { ConfigModule } from "@medusajs/framework/types"
import LedgerModuleService from "../../../src/modules/ledger/service"
import { beat, endBeat } from "../../../src/modules/ledger/operations/heartbeat"
import { lockPools } from "../../../src/modules/ledger/operations/row-locks"
import { moveHolds } from "../../../src/modules/ledger/operations/consume"
import { LEDGER_MODULE } from "../../../src/shared/options"
import { useLedgerDatabase } from "../../lib/ledger-database"
import { request } from "../../lib/ledger-requests"

const ledger = useLedgerDatabase()
const BY = { actor: "shopper", reason: "a test" } as const

let service: LedgerModuleService
beforeAll(() => {
  logger.setLogLevel("error") // the service warns of the very trouble that these tests make
  service = openService(ledger.url)
})
afterAll(() => service.__hooks.onApplicationShutdown())

function openService(databaseUrl: string): LedgerModuleService {
  const http = { authCors: "", storeCors: "", adminCors: "", jwtSecret: "s", cookieSecret: "s" }
  const configModule: ConfigModule = configManager.loadConfig({
    projectConfig: {
      projectConfig: { databaseUrl, http },
      modules: {
        [LEDGER_MODULE]: {
          resolve: "./src/modules/ledger",
        },
      },
    },
    baseDir: process.cwd(),
  })
  return new LedgerModuleService({ configModule, logger })
}

const oneOf = (pool_id: string) => request([{ pool_id, quantity: "1" }])

it("gives each concurrent caller the result of its own request", async () => {
  const pool = await ledger.dropPool("60")
  const requests = Array.from({ length: 100 }, () => oneOf(pool))
  const results = await Promise.all(requests.map((each) => service.reserve(each)))
  expect(results.filter((result) => result.outcome === "granted")).toHaveLength(60)
  for (const [index, result] of results.entries()) {
    if (result.outcome !== "granted") continue
    const hold = await ledger.readHold(result.holds[0]?.hold_id ?? "")
    expect(hold.holder_id).toBe(requests[index]?.holder.id)
  }
  expect(await ledger.miscounted()).toEqual([])
})

it("serves more concurrent callers than fit into one batch", async () => {
  const pool = await ledger.dropPool("1100")
  const results = await Promise.all(
    Array.from({ length: 1_200 }, () => service.reserve(oneOf(pool)))
  )
  expect(results.filter((result) => result.outcome === "granted")).toHaveLength(1_100)
  expect((await ledger.readPool(pool)).held).toBe("1100")
})

it("fails the requests for a locked pool, and serves the rest of the batch", async () => {
  const [locked, free] = [await ledger.dropPool("5"), await ledger.dropPool("5")]
  const other = await ledger.begin()
  await lockPools(other, [locked])
  const outcomes = await Promise.allSettled(
    [locked, free, free].map((pool) => service.reserve(oneOf(pool)))
  )
  await other.rollback()
  expect(outcomes).toMatchObject([
    { status: "rejected", reason: { code: "CHECKOUT_BUSY" } },
    { status: "fulfilled", value: { outcome: "granted" } },
    { status: "fulfilled", value: { outcome: "granted" } },
  ])
})

it("starts again when a hold moved while it waited for the pool", async () => {
  const [from, to] = [await ledger.dropPool("5"), await ledger.dropPool("5")]
  const result = await service.reserve(oneOf(from))
  const hold_id = result.outcome === "granted" ? (result.holds[0]?.hold_id ?? "") : ""
  const mover = await ledger.begin()
  await lockPools(mover, [from, to])
  const releasing = service.release([{ hold_id, quantity: "1" }], BY)
  await mover.untilBlocking(1)
  await moveHolds(mover, [{ hold_id, to_pool_id: to }], BY)
  await mover.commit()
  expect(await releasing).toMatchObject([{ kind: "released", pool_id: to }])
  expect(await ledger.miscounted()).toEqual([])
})

it("reports CHECKOUT_BUSY, and recovers, when its connections are cut", async () => {
  const pool = await ledger.dropPool("5")
  const other = await ledger.begin()
  await lockPools(other, [pool])
  const waiting = service.reserve(oneOf(pool))
  const outcome = waiting.catch((caught: unknown) => caught)
  await other.untilBlocking(1)
  await ledger.rows(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'holdfast-ledger' and datname = current_database()`
  )
  expect(await outcome).toMatchObject({ code: "CHECKOUT_BUSY" })
  await other.rollback()
  expect(await service.reserve(oneOf(pool))).toMatchObject({ outcome: "granted" })
})

it("reports CHECKOUT_BUSY when there is no database", async () => {
  const nowhere = openService("postgres://nobody:nothing@127.0.0.1:1/nowhere")
  await expect(nowhere.reserve(oneOf("hfpool_1"))).rejects.toMatchObject({ code: "CHECKOUT_BUSY" })
  await expect(nowhere.now()).rejects.toMatchObject({ code: "CHECKOUT_BUSY" })
  await nowhere.__hooks.onApplicationShutdown()
})

it("returns the database's time, the only clock that decides", async () => {
  const [row] = await ledger.rows<{ now: Date }>(`select clock_timestamp() as now`)
  const now = await service.now()
  expect(now.getTime()).toBeGreaterThanOrEqual(row?.now.getTime() ?? Infinity)
})

it("lists which carts ever had a hold, the newest first", async () => {
  const pool = await ledger.dropPool("5")
  const carts = ["cart_a", "cart_b"]
  for (const cart of carts) {
    await service.reserve(request([{ pool_id: pool, quantity: "1" }], { cart }))
  }
  const cartsOf = async (cart_id: string[]) =>
    (await service.listHolds({ cart_id }, { order: "newest" })).map((hold) => hold.cart_id)
  expect(await cartsOf([...carts, "cart_c"])).toEqual(["cart_b", "cart_a"])
  expect(await cartsOf([])).toEqual([])
})

describe("the heartbeats of server processes", () => {
  const server = (id: string) => ({
    id,
    host: "shop-1",
    pid: 4711,
    lock_provider: "in-memory",
    worker_mode: "shared",
  })

  it("show each process the others that are alive", async () => {
    expect(await beat(ledger.pool, server("hfsrv_1"))).toEqual([])
    expect(await beat(ledger.pool, server("hfsrv_2"))).toEqual([server("hfsrv_1")])
    expect(await beat(ledger.pool, server("hfsrv_1"))).toEqual([server("hfsrv_2")])
  })

  it("forget a process that shut down, and one that stopped beating", async () => {
    for (const id of ["hfsrv_1", "hfsrv_2", "hfsrv_3"]) await beat(ledger.pool, server(id))
    await endBeat(ledger.pool, "hfsrv_2")
    await ledger.rows(
      `update holdfast_server set beat_at = beat_at - interval '91 seconds' where id = 'hfsrv_3'`
    )
    expect(await beat(ledger.pool, server("hfsrv_1"))).toEqual([])
  })
})

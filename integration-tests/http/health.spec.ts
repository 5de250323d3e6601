import { readFile } from "node:fs/promises"
import type { AdminHealth } from "../../src/contracts/health"
import { Cart } from "../lib/cart"
import { whileTheLedgerIsCutOff } from "../lib/database-trouble"
import { runReconcile } from "../lib/reconcile"
import { openShop } from "../lib/shop"
import { openStore, until, type StoreUnderTest } from "../lib/store-under-test"

const PATH = "/admin/holdfast/health"

const readHealth = async ({ admin }: StoreUnderTest): Promise<AdminHealth> =>
  (await admin.get<{ health: AdminHealth }>(PATH)).health

/** Waits for the health to be so, and returns it. */
async function healthThat(
  store: StoreUnderTest,
  what: string,
  isSo: (health: AdminHealth) => boolean
): Promise<AdminHealth> {
  await until(what, async () => isSo(await readHealth(store)))
  return readHealth(store)
}

let store: StoreUnderTest

// After the round at its start, the next one comes in an hour, and five of them may be missed.
beforeAll(async () => {
  store = await openStore({ options: { sweeper: { everySeconds: 3_600 } } })
})
afterAll(() => store?.close())

describe("a store at work", () => {
  it("is for merchants only", async () => {
    const { status, body } = await store.http.send("GET", `${store.url}${PATH}`, {})
    expect(status).toBe(401)
    expect(body).not.toHaveProperty("health")
  })

  it("is green, with figures for each check", async () => {
    const health = await healthThat(
      store,
      "a round of the sweeper",
      ({ status, checks }) => status === "green" && checks.sweeper.last_round_at !== null
    )
    expect(health).toMatchObject({ mode: "enforce", version: expect.stringMatching(/^\d+\.\d+/) })
    expect(health.checks.database.latency_ms).toBeLessThan(2_000)
    expect(health.checks.sweeper.oldest_due_seconds).toBeNull()
    expect(health.checks.reconcile).toMatchObject({
      reason: "`reconcile` has never run.",
      last_run_at: null,
      findings: null,
    })
    expect(health.processes).toEqual([
      expect.objectContaining({
        pid: expect.any(Number),
        worker_mode: "shared",
        lock_provider: "in-memory",
        this_process: true,
      }),
    ])
  })

  it("is red when two processes keep their locks in memory, and green when one has left", async () => {
    const second = await store.start()
    const red = await healthThat(store, "the second process", (one) => one.processes.length === 2)
    expect(red.status).toBe("red")
    expect(red.checks.locking).toMatchObject({
      status: "red",
      reason: expect.stringContaining("2 processes share this database"),
      remedy: expect.stringContaining("locking-postgres"),
    })
    expect(red.processes.filter((one) => one.this_process)).toHaveLength(1)
    await until("the second's warning", async () => {
      const log = await readFile(second.logFile, "utf8")
      return (
        log.includes("other process(es) share this database") && log.includes("locking-postgres")
      )
    })
    await second.stop()
    const green = await healthThat(store, "it to be gone", (one) => one.processes.length === 1)
    expect(green.checks.locking.status).toBe("green")
  })

  it("does not mind two processes that share their locks: the control", async () => {
    await store.db.query(`update holdfast_server set lock_provider = 'locking-postgres'`)
    await store.db.query(
      `insert into holdfast_server (id, host, pid, lock_provider, worker_mode)
       values ('hfsrv_other', 'elsewhere', 1, 'locking-postgres', 'worker')`
    )
    const health = await readHealth(store)
    expect(health.checks.locking.status).toBe("green")
    expect(health.processes).toHaveLength(2)
    await store.db.query(`delete from holdfast_server where id = 'hfsrv_other'`)
    await store.db.query(`update holdfast_server set lock_provider = 'in-memory'`)
  })

  it("is red when only servers are left, which follow no events", async () => {
    await store.db.query(`update holdfast_server set worker_mode = 'server'`)
    const { checks } = await readHealth(store)
    expect(checks.processes).toMatchObject({
      status: "red",
      remedy: expect.stringContaining("workerMode"),
    })
    await store.db.query(`update holdfast_server set worker_mode = 'shared'`)
  })

  it("is red while the database refuses the ledger, and still returns 200", async () => {
    await whileTheLedgerIsCutOff(store, async () => {
      const red = await readHealth(store)
      expect(red.status).toBe("red")
      expect(red.server_time).toBeNull()
      expect(red.checks.database).toMatchObject({
        status: "red",
        latency_ms: null,
        remedy: expect.stringContaining("ledger.connections"),
      })
      expect(red.checks.sweeper.status).toBe("red")
    })
    await healthThat(store, "the database to be back", (one) => one.status === "green")
  })

  it("is red after a reconcile that left differences, until one has repaired them", async () => {
    const shop = await openShop(store)
    const { variantId, inventoryItemId } = await shop.product([5])
    const cart = await Cart.create(store, shop)
    expect((await cart.add(variantId)).status).toBe(200)
    await store.db.query("update holdfast_pool set held = 3 where counted_id = $1", [
      inventoryItemId,
    ])
    expect((await runReconcile(store)).code).toBe(1)
    const { checks } = await readHealth(store)
    expect(checks.reconcile).toMatchObject({
      status: "red",
      findings: 1,
      last_run_at: expect.any(String),
      remedy: expect.stringContaining("repair"),
    })
    expect((await runReconcile(store, "--repair")).code).toBe(0)
    expect((await readHealth(store)).checks.reconcile).toMatchObject({
      status: "green",
      findings: 0,
    })
  })
})

describe("a sweeper that does not run", () => {
  it("is given time after the start, and then is red", async () => {
    // as in a store that never swept
    await store.db.query(`delete from holdfast_run where job = 'sweep'`)
    const young = await healthThat(store, "the heartbeat", (one) => one.processes.length === 1)
    expect(young.checks.sweeper).toMatchObject({ status: "green", last_round_at: null })
    await store.db.query(`update holdfast_server set started_at = now() - interval '6 hours'`)
    const { status, checks } = await readHealth(store)
    expect(status).toBe("red")
    expect(checks.sweeper).toMatchObject({
      status: "red",
      reason: "The sweeper has never finished a round.",
      remedy: expect.stringContaining("worker"),
    })
  })

  it("is red when its last round is long ago", async () => {
    const lastRound = (ago: string) =>
      store.db.query(
        `insert into holdfast_run (job, ended_at) values ('sweep', now() - $1::interval)
         on conflict (job) do update set ended_at = excluded.ended_at`,
        [ago]
      )
    await lastRound("4 hours")
    expect((await readHealth(store)).checks.sweeper.status).toBe("green")
    await lastRound("6 hours")
    const { sweeper } = (await readHealth(store)).checks
    expect(sweeper).toMatchObject({
      status: "red",
      reason: expect.stringMatching(/last round ended 21\d{3} s ago/),
    })
    await lastRound("1 second")
  })

  it("is red when it runs and leaves a due hold untidied", async () => {
    const shop = await openShop(store)
    const { variantId } = await shop.product([5])
    const cart = await Cart.create(store, shop)
    expect((await cart.add(variantId)).status).toBe(200)
    expect((await readHealth(store)).checks.sweeper.oldest_due_seconds).toBeNull()
    await store.db.query(
      `update holdfast_hold set expires_at = now() - interval '6 hours' where cart_id = $1`,
      [cart.id]
    )
    const { sweeper } = (await readHealth(store)).checks
    expect(sweeper.status).toBe("red")
    expect(sweeper.oldest_due_seconds).toBeGreaterThanOrEqual(21_600)
    expect(sweeper.reason).toMatch(/a hold has been due for/)
  })
})

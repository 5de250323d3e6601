import { useLedgerDatabase } from "../lib/ledger-database"
import { atOnce, createBarrier, fulfilled } from "../lib/barrier"
import { request, reserveAll, reserveOne } from "../lib/ledger-requests"

/** Law 7: a retry with the same key and request returns the first result, in any order. */
const ledger = useLedgerDatabase()

const KEY = { key: "key_1", request_hash: "hash_1" }
const CALLERS = 30

const keyed = (pool_id: string, idempotency = KEY, cart = "cart_a") =>
  request([{ pool_id, quantity: "1" }], { cart, idempotency })

const countHolds = async () =>
  (await ledger.rows<{ id: string }>(`select id from holdfast_hold`)).length

it("the same request from many connections at once gives one hold, and everybody the same answer", async () => {
  const pool = await ledger.dropPool("100")
  const results = fulfilled(await atOnce(CALLERS, () => reserveOne(ledger, keyed(pool))))
  expect(await countHolds()).toBe(1)
  const ids = results.map((result) => result.outcome === "granted" && result.holds[0]?.hold_id)
  expect(new Set(ids).size).toBe(1)
  expect(results.filter((result) => "replayed" in result)).toHaveLength(CALLERS - 1)
  expect(await ledger.miscounted()).toEqual([])
})

it("also when each retry was placed at another pool", async () => {
  const pools = await Promise.all(Array.from({ length: CALLERS }, () => ledger.dropPool("100")))
  const results = fulfilled(
    await atOnce(CALLERS, (index) => reserveOne(ledger, keyed(pools[index] ?? "")))
  )
  expect(await countHolds()).toBe(1)
  const ids = results.map((result) => result.outcome === "granted" && result.holds[0]?.hold_id)
  expect(new Set(ids).size).toBe(1)
})

it("different requests with one key, from many connections at once: one is served", async () => {
  const pools = await Promise.all(Array.from({ length: CALLERS }, () => ledger.dropPool("100")))
  const results = fulfilled(
    await atOnce(CALLERS, (index) => {
      const key = { ...KEY, request_hash: `hash_${index}` }
      return reserveOne(ledger, keyed(pools[index] ?? "", key, `cart_${index}`))
    })
  )
  const outcomes = results.map((result) => result.outcome)
  expect(outcomes.filter((outcome) => outcome === "granted")).toHaveLength(1)
  expect(outcomes.filter((outcome) => outcome === "key_reused")).toHaveLength(CALLERS - 1)
  expect(await countHolds()).toBe(1)
})

it("batches with the same keys in opposite orders never deadlock", async () => {
  const pool = await ledger.dropPool("100")
  const keys = Array.from({ length: 10 }, (_, index) => `key_${index}`)
  const results = fulfilled(
    await atOnce(CALLERS, (index) =>
      reserveAll(
        ledger,
        (index % 2 ? keys : [...keys].reverse()).map((key) =>
          keyed(pool, { ...KEY, key }, `cart_of_${key}`)
        )
      )
    )
  ).flat()
  expect(results.every((result) => result.outcome === "granted")).toBe(true)
  expect(await countHolds()).toBe(keys.length)
  expect(await ledger.miscounted()).toEqual([])
})

it("control: to look for the key first and then to lock the pool gives a hold per pool", async () => {
  const pools = [await ledger.dropPool("5"), await ledger.dropPool("5")]
  const bothHaveLooked = createBarrier(2)
  fulfilled(
    await atOnce(2, (index) =>
      ledger.tx(async (executor) => {
        const pool = pools[index]
        await executor.query(`select 1 from holdfast_pool where id = $1 for update`, [pool])
        const { rows } = await executor.query(
          `select 1 from holdfast_hold where idempotency_key = $1`,
          [KEY.key]
        )
        await bothHaveLooked()
        if (rows.length) return
        await executor.query(
          `insert into holdfast_hold (id, pool_id, quantity, holder_type, holder_id, reason, expires_at, extend_until,
             idempotency_key, request_hash)
           values (gen_random_uuid(), $1, 1, 'cart', 'cart_a', 'a test', now(), now(), $2, $3)`,
          [pool, KEY.key, KEY.request_hash]
        )
      })
    )
  )
  expect(await countHolds()).toBe(2)
})

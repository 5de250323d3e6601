import { useLedgerDatabase } from "../../lib/ledger-database"
import { placeHold, request, reserveAll, reserveOne } from "../../lib/ledger-requests"
import { release } from "../../../src/modules/ledger/operations/release"
import { reserve } from "../../../src/modules/ledger/operations/reserve"
import type { ReserveRequest } from "../../../src/modules/ledger/operations/reserve-types"

const ledger = useLedgerDatabase()
afterEach(async () => expect(await ledger.miscounted()).toEqual([]))

const keyed = (
  pools: readonly string[],
  idempotency: { key: string; request_hash: string },
  overrides: Parameters<typeof request>[1] = {}
): ReserveRequest =>
  request(
    pools.map((pool_id) => ({ pool_id, quantity: "1" })),
    { cart: "cart_a", idempotency, ...overrides }
  )

const KEY = { key: "key_1", request_hash: "hash_1" }

it("returns the first result for the same key and request, and writes nothing", async () => {
  const pool = await ledger.dropPool("5")
  const first = await placeHold(ledger, keyed([pool], KEY))
  const entries = await ledger.readEntries({ pool_id: pool })
  const again = await ledger.tx((executor) => reserve(executor, [keyed([pool], KEY)]))
  expect(again.results).toEqual([
    {
      outcome: "granted",
      replayed: true,
      holds: [{ hold_id: first.hold_id, pool_id: pool, quantity: "1", added: "0" }],
    },
  ])
  expect(again.changes).toEqual([])
  expect(await ledger.readEntries({ pool_id: pool })).toEqual(entries)
})

it("returns all holds of a request for several pools again", async () => {
  const pools = [await ledger.dropPool("1"), await ledger.dropPool("1")]
  const first = await reserveOne(ledger, keyed(pools, KEY))
  const again = await reserveOne(ledger, keyed(pools, KEY))
  const ids = (result: typeof first) =>
    result.outcome === "granted" ? result.holds.map((hold) => hold.hold_id).sort() : []
  expect(ids(again)).toEqual(ids(first))
  expect(ids(again)).toHaveLength(2)
})

it("rejects the same key with another request", async () => {
  const pool = await ledger.dropPool("5")
  await placeHold(ledger, keyed([pool], KEY))
  expect(await reserveOne(ledger, keyed([pool], { ...KEY, request_hash: "hash_2" }))).toEqual({
    outcome: "key_reused",
  })
  expect((await ledger.readPool(pool)).held).toBe("1")
})

it("returns the first result even if the hold was released, and takes no other unit", async () => {
  const pool = await ledger.dropPool("5")
  const first = await placeHold(ledger, keyed([pool], KEY))
  await ledger.tx((executor) =>
    release(executor, [{ hold_id: first.hold_id, quantity: "1" }], {
      actor: "shopper",
      reason: "changed their mind",
    })
  )
  expect(await reserveOne(ledger, keyed([pool], KEY))).toMatchObject({ replayed: true })
  expect((await ledger.readPool(pool)).held).toBe("0")
})

it("serves a key that came twice in one batch once", async () => {
  const pool = await ledger.dropPool("5")
  const results = await reserveAll(ledger, [keyed([pool], KEY), keyed([pool], KEY)])
  expect(results).toMatchObject([
    { outcome: "granted", holds: [{ quantity: "1", added: "1" }] },
    { outcome: "granted", holds: [{ quantity: "1", added: "0" }] },
  ])
  expect(await ledger.readHolds(pool)).toHaveLength(1)
})

it("rejects the second of two different requests with one key in a batch", async () => {
  const pool = await ledger.dropPool("5")
  const results = await reserveAll(ledger, [
    keyed([pool], KEY),
    keyed([pool], { ...KEY, request_hash: "hash_2" }, { cart: "cart_b" }),
  ])
  expect(results.map((result) => result.outcome)).toEqual(["granted", "key_reused"])
  expect(await ledger.readHolds(pool)).toHaveLength(1)
})

it("returns one hold for a key that came twice in a batch, at different pools", async () => {
  // A request is placed at whichever location has room, so a retry may name another pool.
  const pools = [await ledger.dropPool("5"), await ledger.dropPool("5")]
  const results = await reserveAll(
    ledger,
    pools.map((pool) => keyed([pool], KEY))
  )
  expect(results).toMatchObject([
    { outcome: "granted", holds: [{ pool_id: pools[0], added: "1" }] },
    { outcome: "granted", holds: [{ pool_id: pools[0], added: "0" }], replayed: true },
  ])
  expect(await ledger.readHolds(pools[1] ?? "")).toEqual([])
})

it("returns the first hold to a retry that names another pool", async () => {
  const pools = [await ledger.dropPool("5"), await ledger.dropPool("5")]
  const first = await placeHold(ledger, keyed(pools.slice(0, 1), KEY))
  expect(await reserveOne(ledger, keyed(pools.slice(1), KEY))).toMatchObject({
    replayed: true,
    holds: [{ hold_id: first.hold_id }],
  })
})

it("lets a rejected request be retried with its key", async () => {
  const pool = await ledger.dropPool("1")
  const other = await placeHold(ledger, request([{ pool_id: pool, quantity: "1" }]))
  expect((await reserveOne(ledger, keyed([pool], KEY))).outcome).toBe("short")
  await ledger.lapse(other.hold_id)
  expect(await reserveOne(ledger, keyed([pool], KEY))).toMatchObject({
    outcome: "granted",
    holds: [{ added: "1" }],
  })
})

import { useLedgerDatabase } from "../lib/ledger-database"
import { atOnce, createBarrier, fulfilled } from "../lib/barrier"
import { levelClaim, request, reserveAll, reserveOne } from "../lib/ledger-requests"
import { decideReserve } from "../../src/modules/ledger/operations/decide-reserve"
import type { Executor } from "../../src/shared/executor"
import type { ReserveRequest } from "../../src/modules/ledger/operations/reserve-types"
import { POOL_COLUMNS, type PoolRow } from "../../src/modules/ledger/operations/rows"
import { writeReserve } from "../../src/modules/ledger/operations/reserve"

const ledger = useLedgerDatabase()

const SHOPPERS = 40
const UNITS = "10"

const countGranted = (results: readonly { outcome: string }[]): number =>
  results.filter((result) => result.outcome === "granted").length

describe("many shoppers on many connections, one unit each of a pool of 10", () => {
  it("hold 10 units of a drop together, never more", async () => {
    const pool = await ledger.dropPool(UNITS)
    const results = fulfilled(
      await atOnce(SHOPPERS, () => reserveOne(ledger, request([{ pool_id: pool, quantity: "1" }])))
    )
    expect(countGranted(results)).toBe(10)
    expect((await ledger.readPool(pool)).held).toBe(UNITS)
    expect(await ledger.miscounted()).toEqual([])
  })

  it("hold 10 units of a level together, never more, all with the same reading", async () => {
    const { id } = await ledger.levelPool()
    const claim = await levelClaim(ledger, id, "1", UNITS)
    const results = fulfilled(await atOnce(SHOPPERS, () => reserveOne(ledger, request([claim]))))
    expect(countGranted(results)).toBe(10)
    expect((await ledger.readPool(id)).held).toBe(UNITS)
  })

  it("hold 10 units together when they come in batches over several processes", async () => {
    const pool = await ledger.dropPool(UNITS)
    const results = fulfilled(
      await atOnce(8, () =>
        reserveAll(
          ledger,
          Array.from({ length: 5 }, () => request([{ pool_id: pool, quantity: "1" }]))
        )
      )
    ).flat()
    expect(countGranted(results)).toBe(10)
  })

  it("grow their holds to 10 units together, never more", async () => {
    const pool = await ledger.dropPool(UNITS)
    const carts = ["a", "b", "c", "d", "e"]
    const results = fulfilled(
      await atOnce(SHOPPERS, (index) =>
        reserveOne(
          ledger,
          request([{ pool_id: pool, quantity: String(1 + Math.floor(index / 5)) }], {
            cart: `cart_${carts[index % carts.length]}`,
          })
        )
      )
    )
    expect(results.some((result) => result.outcome === "short")).toBe(true)
    const held = (await ledger.readHolds(pool)).reduce(
      (sum, hold) => sum + Number(hold.quantity),
      0
    )
    expect(held).toBeLessThanOrEqual(10)
    expect(await ledger.miscounted()).toEqual([])
  })

  it("take the units of due holds once, though all of them reclaim at once", async () => {
    const pool = await ledger.dropPool(UNITS)
    const claims = [{ pool_id: pool, quantity: "1" }]
    await reserveAll(
      ledger,
      Array.from({ length: 10 }, () => request(claims))
    )
    await ledger.lapse(...(await ledger.readHolds(pool)).map((hold) => hold.id))
    const results = fulfilled(await atOnce(SHOPPERS, () => reserveOne(ledger, request(claims))))
    expect(countGranted(results)).toBe(10)
    expect(await ledger.miscounted()).toEqual([])
  })
})

describe("control: the same without the guard", () => {
  it("a check and then an insert, in one transaction each, sells the 10 units 40 times", async () => {
    const pool = await ledger.dropPool(UNITS)
    const everybodyHasLooked = createBarrier(SHOPPERS)
    const granted = fulfilled(
      await atOnce(SHOPPERS, (index) =>
        ledger.tx(async (executor) => {
          const { rows } = await executor.query<{ free: boolean }>(
            `select p.quantity - coalesce(sum(h.quantity), 0) >= 1 as free
             from holdfast_pool p left join holdfast_hold h on h.pool_id = p.id and h.status = 'active'
             where p.id = $1 group by p.quantity`,
            [pool]
          )
          await everybodyHasLooked()
          if (!rows[0]?.free) return 0
          await executor.query(
            `insert into holdfast_hold (id, pool_id, quantity, holder_type, holder_id, reason, expires_at, extend_until)
             values (gen_random_uuid(), $1, 1, 'cart', $2, 'a test', now() + interval '1 hour', now() + interval '1 hour')`,
            [pool, `cart_${index}`]
          )
          return 1
        })
      )
    )
    expect(granted.filter(Boolean)).toHaveLength(SHOPPERS)
    expect(await ledger.readHolds(pool)).toHaveLength(SHOPPERS)
  })

  it("the ledger's own decision and writing, without the lock, sells a level's 10 units 40 times", async () => {
    const { id } = await ledger.levelPool()
    const claim = await levelClaim(ledger, id, "1", UNITS)
    const everybodyHasLooked = createBarrier(SHOPPERS)
    const results = fulfilled(
      await atOnce(SHOPPERS, () =>
        ledger.tx((executor) => reserveUnlocked(executor, request([claim]), everybodyHasLooked))
      )
    )
    expect(countGranted(results)).toBe(SHOPPERS)
    expect((await ledger.readPool(id)).held).toBe(String(SHOPPERS))
  })

  it("the same on a drop is stopped by the database's own check, the last line of defence", async () => {
    const pool = await ledger.dropPool(UNITS)
    const everybodyHasLooked = createBarrier(SHOPPERS)
    const outcomes = await atOnce(SHOPPERS, () =>
      ledger.tx((executor) =>
        reserveUnlocked(executor, request([{ pool_id: pool, quantity: "1" }]), everybodyHasLooked)
      )
    )
    const refused = outcomes.filter((outcome) => outcome.status === "rejected")
    expect(refused).toHaveLength(SHOPPERS - 10)
    expect(refused[0]?.reason).toMatchObject({ constraint: "holdfast_pool_held_within_quantity" })
    expect((await ledger.readPool(pool)).held).toBe(UNITS)
  })
})

/** `reserve` as it would be if it read the pool without locking it. */
async function reserveUnlocked(
  executor: Executor,
  one: ReserveRequest,
  everybodyHasLooked: () => Promise<void>
): Promise<{ outcome: string }> {
  const { rows } = await executor.query<PoolRow>(
    `select ${POOL_COLUMNS} from holdfast_pool p where p.id = any($1)`,
    [one.claims.map((claim) => claim.pool_id)]
  )
  await everybodyHasLooked()
  const pools = new Map(rows.map((row) => [row.id, row]))
  const decision = decideReserve([one], { pools, own: [] })
  await writeReserve(executor, decision)
  return decision.verdicts[0] ?? { outcome: "none" }
}

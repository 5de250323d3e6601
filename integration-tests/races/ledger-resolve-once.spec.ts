import { useLedgerDatabase } from "../lib/ledger-database"
import { atOnce, createBarrier, failureCodes, fulfilled } from "../lib/barrier"
import { levelClaim, placeHold, request, reserveAll } from "../lib/ledger-requests"
import { consume } from "../../src/modules/ledger/operations/consume"
import type { Executor } from "../../src/shared/executor"
import { expireDue } from "../../src/modules/ledger/operations/expire-due"
import { release } from "../../src/modules/ledger/operations/release"
import { reserve } from "../../src/modules/ledger/operations/reserve"
import type { HoldChange } from "../../src/modules/ledger/operations/rows"

/** Invariant I5: each hold resolves exactly once, and its units are given back once. */
const ledger = useLedgerDatabase()

const BY = { actor: "shopper", reason: "a test" } as const
const RESOLUTIONS = ["released", "expired", "consumed"]

const resolutionsOf = async (holdId: string) =>
  (await ledger.readEntries({ hold_id: holdId })).filter((entry) =>
    RESOLUTIONS.includes(entry.kind)
  )

describe("a hold past its time that is released, swept, reclaimed and consumed at once", () => {
  it.each(Array.from({ length: 10 }, (_, round) => round))("resolves once (round %i)", async () => {
    const { id } = await ledger.levelPool()
    const hold = await placeHold(
      ledger,
      request([await levelClaim(ledger, id, "1", "2")], { cart: "cart_a" })
    )
    const other = await placeHold(ledger, request([await levelClaim(ledger, id, "1", "2")]))
    await ledger.lapse(hold.hold_id)
    const greedy = await levelClaim(ledger, id, "1", "2")
    const verbs: ((executor: Executor) => Promise<HoldChange[]>)[] = [
      (executor) => release(executor, [{ hold_id: hold.hold_id, quantity: "1" }], BY),
      (executor) => expireDue(executor, 10),
      async (executor) => (await reserve(executor, [request([greedy])])).changes,
      async (executor) =>
        (
          await consume(executor, {
            cart_id: "cart_a",
            order_id: "order_1",
            used: [],
            available: [],
          })
        ).changes,
    ]
    const changes = fulfilled(
      await atOnce(24, (index) => {
        const verb = verbs[index % verbs.length]
        if (!verb) throw new Error("no verb")
        return ledger.tx(verb)
      })
    ).flat()
    const resolved = changes.filter((change) => change.hold_id === hold.hold_id)
    expect(resolved).toHaveLength(1)
    expect(await resolutionsOf(hold.hold_id)).toMatchObject([{ kind: resolved[0]?.kind }])
    expect((await ledger.readHold(other.hold_id)).status).toBe("active")
    expect(await ledger.miscounted()).toEqual([])
  })
})

it("parts of a hold that are given back at once add up, and never to more than the hold", async () => {
  const pool = await ledger.dropPool("10")
  const hold = await placeHold(ledger, request([{ pool_id: pool, quantity: "10" }]))
  const changes = fulfilled(
    await atOnce(16, () =>
      ledger.tx((executor) => release(executor, [{ hold_id: hold.hold_id, quantity: "1" }], BY))
    )
  ).flat()
  expect(changes).toHaveLength(10)
  expect(await resolutionsOf(hold.hold_id)).toMatchObject([{ kind: "released", quantity: "-1" }])
  expect((await ledger.readPool(pool)).held).toBe("0")
})

describe("control: the same without the guard", () => {
  /** Looks at the hold, waits until everybody has, and resolves it. */
  const resolveNaively = (hold: string, pool: string, ready: () => Promise<void>, guard: string) =>
    ledger.tx(async (executor) => {
      const { rows } = await executor.query<{ quantity: string }>(
        `select quantity::text from holdfast_hold where id = $1 and status = 'active'`,
        [hold]
      )
      await ready()
      if (!rows.length) return
      await executor.query(
        `update holdfast_hold set status = 'released', resolved_at = clock_timestamp() where id = $1 ${guard}`,
        [hold]
      )
      await executor.query(`update holdfast_pool set held = held - $2 where id = $1`, [
        pool,
        rows[0]?.quantity,
      ])
    })

  it.each([
    ["without a look at the status", ""],
    ["with the status in the update only, and the counter apart", "and status = 'active'"],
  ])("%s, the units of one hold are given back twice", async (_, guard) => {
    const pool = await ledger.dropPool("5")
    const hold = await placeHold(ledger, request([{ pool_id: pool, quantity: "2" }]))
    await placeHold(ledger, request([{ pool_id: pool, quantity: "2" }]))
    const bothHaveLooked = createBarrier(2)
    fulfilled(await atOnce(2, () => resolveNaively(hold.hold_id, pool, bothHaveLooked, guard)))
    expect(await ledger.miscounted()).toEqual([
      { pool_id: pool, held: "0", holds: "2", journal: "4" },
    ])
  })
})

describe("sweepers", () => {
  const HOLDS = 120

  async function lapsedHolds() {
    const pools = await Promise.all(Array.from({ length: 6 }, () => ledger.dropPool("100")))
    await reserveAll(
      ledger,
      Array.from({ length: HOLDS }, (_, index) =>
        request([{ pool_id: pools[index % pools.length] ?? "", quantity: "1" }])
      )
    )
    await ledger.rows(`update holdfast_hold set expires_at = clock_timestamp()`)
    return pools
  }

  it("of several processes tidy every hold once, together", async () => {
    await lapsedHolds()
    const sweepUntilClean = async (): Promise<HoldChange[]> => {
      const all: HoldChange[] = []
      for (;;) {
        all.push(...(await ledger.tx((executor) => expireDue(executor, 10))))
        const [row] = await ledger.rows<{ left: number }>(
          `select count(*)::int as left from holdfast_hold where status = 'active'`
        )
        if (!row?.left) return all
      }
    }
    const swept = fulfilled(await atOnce(4, sweepUntilClean)).flat()
    expect(swept).toHaveLength(HOLDS)
    expect(new Set(swept.map((change) => change.hold_id)).size).toBe(HOLDS)
    expect(await ledger.miscounted()).toEqual([])
  })

  it("never take anything from the shoppers who reclaim at the same time", async () => {
    const pools = await lapsedHolds()
    const claims = pools.map((pool_id) => ({ pool_id, quantity: "100" }))
    const [reserved] = await Promise.all([
      reserveAll(ledger, [request(claims)]),
      atOnce(6, () => ledger.tx((executor) => expireDue(executor, 30))),
    ])
    expect(reserved.map((result) => result.outcome)).toEqual(["granted"])
    expect(await ledger.miscounted()).toEqual([])
  })

  it("control: two that look first and write later, without the pool's lock, count a hold twice", async () => {
    const pool = await ledger.dropPool("5")
    const hold = await placeHold(ledger, request([{ pool_id: pool, quantity: "1" }]))
    await placeHold(ledger, request([{ pool_id: pool, quantity: "2" }]))
    await ledger.lapse(hold.hold_id)
    const bothHaveLooked = createBarrier(2)
    const outcomes = await atOnce(2, () =>
      ledger.tx(async (executor) => {
        const { rows } = await executor.query<{ id: string; pool_id: string; quantity: string }>(
          `select id, pool_id, quantity::text from holdfast_hold where status = 'active' and expires_at <= clock_timestamp()`
        )
        await bothHaveLooked()
        for (const row of rows) {
          await executor.query(
            `with resolved as (
               update holdfast_hold set status = 'expired', resolved_at = clock_timestamp() where id = $1
             )
             update holdfast_pool set held = held - $3 where id = $2`,
            [row.id, row.pool_id, row.quantity]
          )
        }
      })
    )
    expect(failureCodes(outcomes)).toEqual([])
    expect(await ledger.miscounted()).toMatchObject([{ held: "1", holds: "2" }])
  })
})

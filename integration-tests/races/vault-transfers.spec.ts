import type { Executor } from "../../src/shared/executor"
import { ensureVaults } from "../../src/modules/ledger/operations/vaults"
import type { Owner } from "../../src/contracts/vaults"
import { atOnce, createBarrier, failureCodes, fulfilled } from "../lib/barrier"
import { useLedgerDatabase } from "../lib/ledger-database"
import {
  ALICE,
  BOB,
  CARD,
  CLUB,
  contradictions,
  give,
  move,
  promise,
  totalOf,
  unitsOf,
} from "../lib/ledger-vaults"

/** Invariant I6: whatever moves at once, the units of an item over all vaults stay the same. */
const ledger = useLedgerDatabase()

const CLIENTS = 40
const OWNERS = [ALICE, BOB, CLUB] as const
const at = (index: number): Owner => OWNERS[index % OWNERS.length] ?? ALICE

it("a vault of 10 units that 40 take one from at once gives 10, and loses none", async () => {
  await give(ledger, ALICE, "10")
  const results = fulfilled(
    await atOnce(CLIENTS, (index) =>
      move(ledger, { variant_id: CARD, from: ALICE, to: at(1 + (index % 2)), quantity: "1" })
    )
  )
  expect(results.filter((result) => result.outcome === "moved")).toHaveLength(10)
  expect(await unitsOf(ledger, ALICE)).toEqual({ quantity: "0", held: "0" })
  expect(await totalOf(ledger)).toBe("10")
  expect(await contradictions(ledger)).toEqual([])
})

it("units that move in both directions at once keep their number, without a deadlock", async () => {
  for (const owner of OWNERS) await give(ledger, owner, "5")
  const outcomes = await atOnce(120, (index) =>
    move(ledger, {
      variant_id: CARD,
      from: at(index),
      to: at(index + 1 + (index % 2)),
      quantity: String(1 + (index % 3)),
    })
  )
  expect(failureCodes(outcomes)).toEqual([])
  expect(await totalOf(ledger)).toBe("15")
  expect(await contradictions(ledger)).toEqual([])
})

it("a movement and a promise of the same units: one of them gets them", async () => {
  for (let round = 0; round < 10; round++) {
    await ledger.clear()
    await give(ledger, ALICE, "1")
    const [gone, held] = await Promise.allSettled([
      move(ledger, { variant_id: CARD, from: ALICE, to: BOB, quantity: "1" }),
      promise(ledger, ALICE, "1"),
    ])
    const isGone = gone.status === "fulfilled" && gone.value.outcome === "moved"
    expect(isGone).toBe(held.status === "rejected")
    expect(await contradictions(ledger)).toEqual([])
  }
})

it("a credit with one key, asked for by many at once, happens once", async () => {
  const results = fulfilled(
    await atOnce(CLIENTS, () =>
      move(ledger, { variant_id: CARD, to: ALICE, quantity: "2", idempotency_key: "order line" })
    )
  )
  expect(
    results.filter((result) => result.outcome === "moved" && !result.replayed[0])
  ).toHaveLength(1)
  expect(await totalOf(ledger)).toBe("2")
})

describe("control: the same without the lock", () => {
  /** Reads both vaults, waits until all have, and writes its result: units appear and vanish. */
  const transferNaively = (
    pools: Map<string, string>,
    from: Owner,
    to: Owner,
    ready: () => Promise<void>
  ) =>
    ledger.tx(async (executor: Executor) => {
      const idOf = (owner: Owner) => pools.get(`${owner.type} ${owner.id} ${CARD}`) ?? ""
      const { rows } = await executor.query<{ id: string; quantity: string }>(
        `select id, quantity::text from holdfast_pool where id = any($1)`,
        [[idOf(from), idOf(to)]]
      )
      const has = (owner: Owner) => Number(rows.find((row) => row.id === idOf(owner))?.quantity)
      await ready()
      if (has(from) < 1) return false
      const sides: [string, number, string, number][] = [
        [idOf(from), has(from) - 1, "given", -1],
        [idOf(to), has(to) + 1, "received", 1],
      ]
      // In id order, so that it is the missing lock that shows and not a deadlock.
      for (const [id, quantity, kind, change] of sides.sort(([a], [b]) => (a < b ? -1 : 1))) {
        await executor.query(`update holdfast_pool set quantity = $2 where id = $1`, [id, quantity])
        await executor.query(
          `insert into holdfast_entry (kind, pool_id, quantity, actor, reason, reference)
           values ($2, $1, $3, 'shopper', 'a test', 'a test')`,
          [id, kind, change]
        )
      }
      return true
    })

  const pools = () =>
    ledger.tx((executor) =>
      ensureVaults(
        executor,
        OWNERS.map((owner) => ({ owner, variant_id: CARD }))
      )
    )

  it("one unit is given to two, and the audit of I6 finds it", async () => {
    await give(ledger, ALICE, "1")
    const ids = await pools()
    const bothHaveLooked = createBarrier(2)
    const given = fulfilled(
      await atOnce(2, (index) => transferNaively(ids, ALICE, at(1 + index), bothHaveLooked))
    )
    expect(given).toEqual([true, true])
    expect(await totalOf(ledger)).toBe("2")
    expect(await contradictions(ledger)).toEqual([
      expect.objectContaining({ quantity: "0", journal: "-1" }),
    ])
  })

  it("two units that come at once arrive as one", async () => {
    await give(ledger, ALICE, "1")
    await give(ledger, BOB, "1")
    const ids = await pools()
    const bothHaveLooked = createBarrier(2)
    await atOnce(2, (index) => transferNaively(ids, at(index), CLUB, bothHaveLooked))
    expect(await totalOf(ledger)).toBe("1")
    expect(await contradictions(ledger)).toEqual([
      expect.objectContaining({ quantity: "1", journal: "2" }),
    ])
  })
})

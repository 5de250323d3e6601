import { useLedgerDatabase } from "../lib/ledger-database"
import { atOnce, createBarrier, failureCodes } from "../lib/barrier"
import { request, reserveAll, reserveOne } from "../lib/ledger-requests"
import { consume } from "../../src/modules/ledger/operations/consume"
import { ensureLevelPools } from "../../src/modules/ledger/operations/read-availability"
import { expireDue } from "../../src/modules/ledger/operations/expire-due"
import { flagAtRisk } from "../../src/modules/ledger/operations/flag-at-risk"
import { lockPools } from "../../src/modules/ledger/operations/row-locks"
import { release } from "../../src/modules/ledger/operations/release"
import { reserve } from "../../src/modules/ledger/operations/reserve"

const ledger = useLedgerDatabase()

const DEADLOCK = "40P01"
const BY = { actor: "shopper", reason: "a test" } as const

const somePools = (count: number) =>
  Promise.all(Array.from({ length: count }, () => ledger.dropPool("10000")))

/** The same elements in another order for each of many callers. */
const rotated = <Element>(elements: readonly Element[], by: number): Element[] => {
  const turned = elements.map((_, index) => elements[(index + by) % elements.length] as Element)
  return by % 2 ? turned.reverse() : turned
}

it("requests that name the same pools in opposite orders never deadlock", async () => {
  const pools = await somePools(5)
  const outcomes = await atOnce(200, (index) =>
    reserveOne(
      ledger,
      request(rotated(pools, index).map((pool_id) => ({ pool_id, quantity: "1" })))
    )
  )
  expect(failureCodes(outcomes)).toEqual([])
  expect(await ledger.miscounted()).toEqual([])
})

it("all verbs at once on the same pools never deadlock", async () => {
  const pools = await somePools(4)
  const carts = Array.from({ length: 10 }, (_, index) => `cart_${index}`)
  const claims = (by: number) => rotated(pools, by).map((pool_id) => ({ pool_id, quantity: "3" }))
  await reserveAll(
    ledger,
    carts.map((cart, index) => request(claims(index), { cart }))
  )
  const holds = (await Promise.all(pools.map((pool) => ledger.readHolds(pool)))).flat()
  await ledger.lapse(...holds.slice(0, 10).map((hold) => hold.id))
  const outcomes = await atOnce(150, (index) => {
    const some = rotated(holds, index).slice(0, 12)
    const cart = carts[index % carts.length] ?? ""
    return ledger.tx(async (executor) => {
      switch (index % 5) {
        case 0:
          return release(
            executor,
            some.map(({ id }) => ({ hold_id: id, quantity: "1" })),
            BY
          )
        case 1:
          return flagAtRisk(
            executor,
            some.map(({ id }) => id),
            { ...BY, at_risk: index % 2 === 0 }
          )
        case 2:
          return expireDue(executor, 5)
        case 3:
          return consume(executor, { cart_id: cart, order_id: "order", used: [], available: [] })
        default:
          return reserve(executor, [request(claims(index), { cart })])
      }
    })
  })
  expect(failureCodes(outcomes)).toEqual([])
  expect(await ledger.miscounted()).toEqual([])
})

it("processes that make the pools of the same levels at once make each once, and wait in no circle", async () => {
  const levels = Array.from({ length: 20 }, (_, index) => ({
    inventory_item_id: `iitem_${index}`,
    location_id: "sloc_1",
  }))
  const outcomes = await atOnce(40, (index) =>
    ledger.tx((executor) => ensureLevelPools(executor, rotated(levels, index)))
  )
  expect(failureCodes(outcomes)).toEqual([])
  const made = outcomes.map((outcome) =>
    outcome.status === "fulfilled" ? outcome.value.length : 0
  )
  expect(new Set(made)).toEqual(new Set([levels.length]))
  expect(await ledger.rows(`select id from holdfast_pool`)).toHaveLength(levels.length)
})

it("control: pools locked one by one, in the order in which they are named, end in a deadlock", async () => {
  const pools = (await somePools(2)).sort()
  const bothHoldOne = createBarrier(2)
  const outcomes = await atOnce(2, (index) =>
    ledger.tx(async (executor) => {
      const [first, second] = index ? [...pools].reverse() : pools
      await lockPools(executor, [first ?? ""])
      await bothHoldOne()
      await lockPools(executor, [second ?? ""])
    })
  )
  expect(failureCodes(outcomes)).toEqual([DEADLOCK])
})

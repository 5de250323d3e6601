import type { Owner } from "../../src/contracts/vaults"
import type { Executor } from "../../src/shared/executor"
import {
  countOtherListings,
  lockListings,
  setListing,
} from "../../src/modules/trading/operations/listings"
import { useTradingDatabase } from "../lib/trading-database"

const database = useTradingDatabase()
const owner: Owner = { type: "customer", id: "cus_collector" }

/** What a request does that may list one more: it counts, and then it lists. */
async function count(executor: Executor, variant: string, { locked }: { locked: boolean }) {
  if (locked) await lockListings(executor, owner)
  return countOtherListings(executor, owner, variant)
}

const add = (executor: Executor, variant_id: string) =>
  setListing(executor, owner, { variant_id, for_trade: 1, wanted: 0 })

describe("two requests of one customer, each of which lists one more", () => {
  it("count one after the other: the second counts what the first listed", async () => {
    const first = await database.begin()
    expect(await count(first, "a", { locked: true })).toBe(0)
    const second = database.tx((executor) => count(executor, "b", { locked: true }))
    await first.untilBlocking(1)
    await add(first, "a")
    await first.commit()
    expect(await second).toBe(1)
  })

  it("control: without the lock both count none, and the limit is passed", async () => {
    const first = await database.begin()
    expect(await count(first, "a", { locked: false })).toBe(0)
    await add(first, "a")
    expect(await database.tx((executor) => count(executor, "b", { locked: false }))).toBe(0)
    await first.commit()
  })

  it("and nobody else waits for them", async () => {
    const first = await database.begin()
    await lockListings(first, owner)
    const other: Owner = { type: "shared_inventory", id: owner.id }
    await database.tx((executor) => lockListings(executor, other), { lockTimeoutMs: 500 })
    await first.rollback()
  })
})

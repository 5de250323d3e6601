import { useLedgerDatabase } from "../../lib/ledger-database"
import { levelClaim, placeHold, request } from "../../lib/ledger-requests"
import {
  ensureLevelPools,
  readHeldByItem,
  readLevels,
} from "../../../src/modules/ledger/operations/read-availability"
import { listHolds } from "../../../src/modules/ledger/operations/list-holds"

const ledger = useLedgerDatabase()

const read = (item: string, ...locations: string[]) =>
  ledger.tx((executor) =>
    readLevels(
      executor,
      locations.map((location_id) => ({ inventory_item_id: item, location_id }))
    )
  )

describe("the pools of levels", () => {
  const level = { inventory_item_id: "iitem_1", location_id: "sloc_1" }

  it("are created at the first request, and found again", async () => {
    const made = await ledger.tx((executor) => ensureLevelPools(executor, [level]))
    expect(made).toMatchObject([{ kind: "level", held: "0", quantity: null, version: "0" }])
    expect(await ledger.tx((executor) => ensureLevelPools(executor, [level]))).toEqual(made)
  })

  it("are created once, however often a level is named", async () => {
    const pools = await ledger.tx((executor) => ensureLevelPools(executor, [level, level, level]))
    expect(pools).toHaveLength(1)
  })

  it("are created where they are missing", async () => {
    const [first] = await ledger.tx((executor) => ensureLevelPools(executor, [level]))
    const pools = await ledger.tx((executor) =>
      ensureLevelPools(executor, [{ ...level, location_id: "sloc_2" }, level])
    )
    expect(pools.map((pool) => pool.location_id).sort()).toEqual(["sloc_1", "sloc_2"])
    expect(pools.map((pool) => pool.id)).toContain(first?.id)
  })
})

describe("a reading of levels", () => {
  it("starts at zero for a level without holds", async () => {
    expect(await read("iitem_1", "sloc_1")).toMatchObject([
      {
        inventory_item_id: "iitem_1",
        location_id: "sloc_1",
        held: "0",
        version: "0",
        completing: [],
      },
    ])
  })

  it("is empty for no levels", async () => {
    expect(await read("iitem_1")).toEqual([])
  })

  it("counts live holds exactly and omits due ones", async () => {
    const pool = await ledger.levelPool({ item: "iitem_1" })
    await placeHold(ledger, request([await levelClaim(ledger, pool.id, "0.1", "9")]))
    await placeHold(ledger, request([await levelClaim(ledger, pool.id, "0.2", "9")]))
    const old = await placeHold(ledger, request([await levelClaim(ledger, pool.id, "5", "9")]))
    expect(await read("iitem_1", "sloc_1")).toMatchObject([{ held: "5.3" }])
    await ledger.lapse(old.hold_id)
    expect(await read("iitem_1", "sloc_1")).toMatchObject([{ pool_id: pool.id, held: "0.3" }])
    expect((await ledger.readPool(pool.id)).held).toBe("5.3") // not tidied yet
  })

  it("names the carts in completion, and counts their holds", async () => {
    const pool = await ledger.levelPool({ item: "iitem_1" })
    const claim = await levelClaim(ledger, pool.id, "2", "9")
    const hold = await placeHold(ledger, request([claim], { cart: "cart_a" }))
    await placeHold(ledger, request([claim], { cart: "cart_b" }))
    await ledger.rows(`update holdfast_hold set completing_at = clock_timestamp() where id = $1`, [
      hold.hold_id,
    ])
    expect(await read("iitem_1", "sloc_1")).toMatchObject([{ held: "4", completing: ["cart_a"] }])
    await ledger.lapse(hold.hold_id)
    expect(await read("iitem_1", "sloc_1")).toMatchObject([{ held: "2", completing: [] }])
  })
})

describe("the units held of an item", () => {
  it("are summed for each location, live holds only", async () => {
    const [here, there] = [
      await ledger.levelPool({ item: "iitem_1", location: "sloc_1" }),
      await ledger.levelPool({ item: "iitem_1", location: "sloc_2" }),
    ]
    for (const quantity of ["1", "2"]) {
      await placeHold(ledger, request([await levelClaim(ledger, here.id, quantity, "9")]))
    }
    const old = await placeHold(ledger, request([await levelClaim(ledger, there.id, "1", "9")]))
    await placeHold(ledger, request([await levelClaim(ledger, there.id, "4", "9")]))
    await ledger.lapse(old.hold_id)
    const held = await readHeldByItem(ledger.pool, ["iitem_1", "iitem_1", "iitem_2"])
    expect(held.sort((a, b) => (a.location_id < b.location_id ? -1 : 1))).toEqual([
      { inventory_item_id: "iitem_1", location_id: "sloc_1", held: "3" },
      { inventory_item_id: "iitem_1", location_id: "sloc_2", held: "4" },
    ])
  })
})

describe("the holds of some holders", () => {
  it("are listed oldest first, with due ones marked", async () => {
    const pool = await ledger.dropPool("9")
    const claims = [{ pool_id: pool, quantity: "1" }]
    const [one, two] = [
      await placeHold(ledger, request(claims, { cart: "cart_a" })),
      await placeHold(ledger, request(claims, { cart: "cart_b" })),
    ]
    await placeHold(ledger, request(claims, { cart: "cart_c" }))
    await ledger.lapse(two.hold_id)
    const holders = ["cart_a", "cart_b"].map((id) => ({ type: "cart" as const, id }))
    const active = (holder: { type: string; id: string }[]) =>
      listHolds(ledger.pool, { holder, state: "active" })
    expect(await active(holders)).toMatchObject([
      { id: one.hold_id, due: false, kind: "drop" },
      { id: two.hold_id, due: true },
    ])
    expect(await active([{ type: "customer", id: "cart_a" }])).toEqual([])
  })
})

describe("completions that were never settled", () => {
  it("are those that began long enough ago, oldest first", async () => {
    const pool = await ledger.dropPool("9")
    const holds = []
    for (const seconds of [60, 30, 5]) {
      const hold = await placeHold(ledger, request([{ pool_id: pool, quantity: "1" }]))
      await ledger.rows(
        `update holdfast_hold set completing_at = clock_timestamp() - make_interval(secs => $2) where id = $1`,
        [hold.hold_id, seconds]
      )
      holds.push(hold.hold_id)
    }
    const ids = async (limit: number) =>
      (await listHolds(ledger.pool, { completing_for: 15 }, { order: "completing", limit })).map(
        (hold) => hold.id
      )
    expect(await ids(10)).toEqual(holds.slice(0, 2))
    expect(await ids(1)).toEqual(holds.slice(0, 1))
  })
})

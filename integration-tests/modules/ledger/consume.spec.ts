import { useLedgerDatabase } from "../../lib/ledger-database"
import { placeHold, request } from "../../lib/ledger-requests"
import {
  consume,
  type Consumption,
  type LevelQuantity,
} from "../../../src/modules/ledger/operations/consume"

const ledger = useLedgerDatabase()
afterEach(async () => expect(await ledger.miscounted()).toEqual([]))

const ITEM = "iitem_1"
const at = (location_id: string, quantity: string): LevelQuantity => ({
  inventory_item_id: ITEM,
  location_id,
  quantity,
})

const order = (input: Pick<Consumption, "used" | "available"> & { cart?: string }) =>
  ledger.tx((executor) =>
    consume(executor, { cart_id: input.cart ?? "cart_a", order_id: "order_1", ...input })
  )

/** A hold of `quantity` units by a cart at a location; the level is roomy. */
async function holdAt(location: string, cart: string, quantity: string) {
  const pool = await ledger.levelPool({ item: ITEM, location })
  const capacity = { available: "100", version: pool.version }
  return placeHold(ledger, request([{ pool_id: pool.id, quantity, capacity }], { cart }))
}

describe("at the location of the hold", () => {
  it("turns the cart's holds into the order's", async () => {
    const hold = await holdAt("sloc_1", "cart_a", "2")
    const { changes, relocate } = await order({
      used: [at("sloc_1", "2")],
      available: [at("sloc_1", "0")],
    })
    expect(changes).toMatchObject([
      { kind: "consumed", hold_id: hold.hold_id, quantity: "2", order_id: "order_1" },
    ])
    expect(relocate).toEqual([])
    expect(await ledger.readHold(hold.hold_id)).toMatchObject({
      status: "consumed",
      order_id: "order_1",
      completing_at: null,
    })
    expect((await ledger.readPool(hold.pool_id)).held).toBe("0")
    const entries = await ledger.readEntries({ hold_id: hold.hold_id })
    expect(entries.at(-1)).toMatchObject({ kind: "consumed", quantity: "-2", order_id: "order_1" })
  })

  it("does nothing when it is repeated, since events may arrive more than once", async () => {
    const hold = await holdAt("sloc_1", "cart_a", "2")
    const input = { used: [at("sloc_1", "2")], available: [at("sloc_1", "0")] }
    await order(input)
    const before = await ledger.readPool(hold.pool_id)
    expect(await order(input)).toEqual({ changes: [], relocate: [] })
    expect(await ledger.readPool(hold.pool_id)).toEqual(before)
    expect(await ledger.readEntries({ hold_id: hold.hold_id })).toHaveLength(2)
  })

  it("leaves the holds of other carts", async () => {
    await holdAt("sloc_1", "cart_a", "2")
    const other = await holdAt("sloc_1", "cart_b", "3")
    await order({ used: [at("sloc_1", "2")], available: [at("sloc_1", "3")] })
    expect(await ledger.readHold(other.hold_id)).toMatchObject({
      status: "active",
      quantity: "3",
      pool_id: other.pool_id,
    })
  })

  it("makes readings older than the order stale", async () => {
    const hold = await holdAt("sloc_1", "cart_a", "2")
    const before = (await ledger.readPool(hold.pool_id)).version
    await order({ used: [at("sloc_1", "2")], available: [at("sloc_1", "0")] })
    expect((await ledger.readPool(hold.pool_id)).version).not.toBe(before)
  })

  it("consumes a due hold that nobody needed yet: the order exists", async () => {
    const hold = await holdAt("sloc_1", "cart_a", "2")
    await ledger.lapse(hold.hold_id)
    await order({ used: [at("sloc_1", "2")], available: [at("sloc_1", "0")] })
    expect((await ledger.readHold(hold.hold_id)).status).toBe("consumed")
  })

  it("consumes the holds of all items of the cart", async () => {
    await holdAt("sloc_1", "cart_a", "1")
    const second = await ledger.levelPool({ item: "iitem_2" })
    const capacity = { available: "9", version: second.version }
    await placeHold(
      ledger,
      request([{ pool_id: second.id, quantity: "3", capacity }], { cart: "cart_a" })
    )
    const used = [at("sloc_1", "1"), { ...at("sloc_1", "3"), inventory_item_id: "iitem_2" }]
    const available = used.map((level) => ({ ...level, quantity: "0" }))
    const { changes } = await order({ used, available })
    expect(changes.map((change) => change.quantity).sort()).toEqual(["1", "3"])
  })

  it("consumes a hold in a pool that the order did not use", async () => {
    const pool = await ledger.dropPool("5")
    const hold = await placeHold(
      ledger,
      request([{ pool_id: pool, quantity: "1" }], { cart: "cart_a" })
    )
    await order({ used: [], available: [] })
    expect((await ledger.readHold(hold.hold_id)).status).toBe("consumed")
  })
})

describe("at another location than the hold's", () => {
  it("moves another cart's hold to the location that is still free", async () => {
    const mine = await holdAt("sloc_1", "cart_a", "1")
    const other = await holdAt("sloc_2", "cart_b", "1")
    const { changes, relocate } = await order({
      used: [at("sloc_2", "1")],
      available: [at("sloc_1", "1"), at("sloc_2", "0")],
    })
    expect(changes).toMatchObject([
      { kind: "consumed", hold_id: mine.hold_id },
      { kind: "moved", hold_id: other.hold_id, pool_id: mine.pool_id, quantity: "1" },
    ])
    expect(relocate).toEqual([])
    expect(await ledger.readHold(other.hold_id)).toMatchObject({
      status: "active",
      pool_id: mine.pool_id,
      holder_id: "cart_b",
    })
    expect((await ledger.readPool(mine.pool_id)).held).toBe("1")
    expect((await ledger.readPool(other.pool_id)).held).toBe("0")
    const moved = (await ledger.readEntries({ hold_id: other.hold_id })).filter(
      (entry) => entry.kind === "moved"
    )
    expect(moved.map(({ pool_id, quantity }) => ({ pool_id, quantity }))).toEqual(
      expect.arrayContaining([
        { pool_id: other.pool_id, quantity: "-1" },
        { pool_id: mine.pool_id, quantity: "1" },
      ])
    )
  })

  it("makes readings of both locations stale", async () => {
    const mine = await holdAt("sloc_1", "cart_a", "1")
    const other = await holdAt("sloc_2", "cart_b", "1")
    const before = [await ledger.readPool(mine.pool_id), await ledger.readPool(other.pool_id)]
    await order({
      used: [at("sloc_2", "1")],
      available: [at("sloc_1", "1"), at("sloc_2", "0")],
    })
    expect((await ledger.readPool(mine.pool_id)).version).not.toBe(before[0]?.version)
    expect((await ledger.readPool(other.pool_id)).version).not.toBe(before[1]?.version)
  })

  it("moves nothing while the other location has enough for everybody", async () => {
    await holdAt("sloc_1", "cart_a", "1")
    const other = await holdAt("sloc_2", "cart_b", "1")
    const { changes } = await order({
      used: [at("sloc_2", "1")],
      available: [at("sloc_1", "1"), at("sloc_2", "5")],
    })
    expect(changes.map((change) => change.kind)).toEqual(["consumed"])
    expect((await ledger.readHold(other.hold_id)).pool_id).toBe(other.pool_id)
  })

  it("does not repair what the merchant took: no order caused it", async () => {
    await holdAt("sloc_1", "cart_a", "1")
    const other = await holdAt("sloc_2", "cart_b", "3")
    const { changes, relocate } = await order({
      used: [at("sloc_1", "1")],
      available: [at("sloc_1", "9"), at("sloc_2", "0")],
    })
    expect(changes.map((change) => change.kind)).toEqual(["consumed"])
    expect(relocate).toEqual([])
    expect((await ledger.readHold(other.hold_id)).pool_id).toBe(other.pool_id)
  })

  it("has the order's own reservation relocated when no whole hold fits", async () => {
    await holdAt("sloc_1", "cart_a", "2")
    const other = await holdAt("sloc_2", "cart_b", "3")
    const { changes, relocate } = await order({
      used: [at("sloc_2", "2")],
      available: [at("sloc_1", "2"), at("sloc_2", "1")],
    })
    expect(changes.map((change) => change.kind)).toEqual(["consumed"])
    expect(relocate).toEqual([
      {
        inventory_item_id: ITEM,
        from_location_id: "sloc_2",
        to_location_id: "sloc_1",
        quantity: "2",
      },
    ])
    expect((await ledger.readHold(other.hold_id)).pool_id).toBe(other.pool_id)
  })

  it("does not move a completing cart's hold, which relies on its location", async () => {
    await holdAt("sloc_1", "cart_a", "1")
    const other = await holdAt("sloc_2", "cart_b", "1")
    await ledger.rows(`update holdfast_hold set completing_at = clock_timestamp() where id = $1`, [
      other.hold_id,
    ])
    const { relocate } = await order({
      used: [at("sloc_2", "1")],
      available: [at("sloc_1", "1"), at("sloc_2", "0")],
    })
    expect(relocate).toMatchObject([{ from_location_id: "sloc_2", to_location_id: "sloc_1" }])
    expect((await ledger.readHold(other.hold_id)).pool_id).toBe(other.pool_id)
  })

  it("does not count a due hold, so no hold has to move for it", async () => {
    await holdAt("sloc_1", "cart_a", "1")
    const old = await holdAt("sloc_2", "cart_b", "1")
    await ledger.lapse(old.hold_id)
    const { changes, relocate } = await order({
      used: [at("sloc_2", "1")],
      available: [at("sloc_1", "1"), at("sloc_2", "0")],
    })
    expect(changes.map((change) => change.kind)).toEqual(["consumed"])
    expect(relocate).toEqual([])
  })

  it("finds room beside a reserved, unsettled order when its units are counted once", async () => {
    // Of two at sloc_1, one is reserved for cart_b, which still holds it: Medusa says 1, the caller
    // adds 1.
    await holdAt("sloc_1", "cart_a", "1")
    const unsettled = await holdAt("sloc_1", "cart_b", "1")
    await ledger.rows(`update holdfast_hold set completing_at = clock_timestamp() where id = $1`, [
      unsettled.hold_id,
    ])
    const other = await holdAt("sloc_2", "cart_c", "1")
    const { changes } = await order({
      used: [at("sloc_2", "1")],
      available: [at("sloc_1", "2"), at("sloc_2", "0")],
    })
    expect(changes).toMatchObject([
      { kind: "consumed" },
      { kind: "moved", hold_id: other.hold_id, pool_id: unsettled.pool_id },
    ])
  })

  it("does not move a hold to a pool where its holder has a due hold", async () => {
    // A pool and holder have one active hold at most, and a due hold is active until it is tidied.
    await holdAt("sloc_1", "cart_a", "1")
    const old = await holdAt("sloc_1", "cart_b", "1")
    await ledger.lapse(old.hold_id)
    const live = await holdAt("sloc_2", "cart_b", "1")
    const { relocate } = await order({
      used: [at("sloc_2", "1")],
      available: [at("sloc_1", "2"), at("sloc_2", "0")],
    })
    expect(relocate).toMatchObject([{ from_location_id: "sloc_2", to_location_id: "sloc_1" }])
    expect((await ledger.readHold(live.hold_id)).pool_id).toBe(live.pool_id)
  })
})

import { useLedgerDatabase } from "../../lib/ledger-database"
import { giveUpTurns, keepTurns } from "../../../src/modules/ledger/operations/give-up-turns"
import { takeTurns } from "../../../src/modules/ledger/operations/take-turns"

const ledger = useLedgerDatabase()

const take = (owner: string, items: string[], cart = `cart_of_${owner}`, seconds = 20) =>
  ledger.tx((executor) =>
    takeTurns(executor, { owner, cart_id: cart, inventory_item_ids: items, seconds })
  )

/** Time moves by writing it. */
const passTime = (seconds: number) =>
  ledger.rows(`update holdfast_turn set expires_at = expires_at - make_interval(secs => $1)`, [
    seconds,
  ])

describe("taking turns", () => {
  it("gives a free item's turn to who asks", async () => {
    expect(await take("a", ["i1"])).toEqual([])
  })

  it("names whose turn it is to everybody else", async () => {
    await take("a", ["i1"])
    expect(await take("b", ["i1"])).toEqual([
      { inventory_item_id: "i1", cart_id: "cart_of_a", owner: "a", keep_until_settled: false },
    ])
  })

  it("lets the owner take its turn again, for longer", async () => {
    await take("a", ["i1"])
    expect(await take("a", ["i1"], "cart_of_a", 600)).toEqual([])
    await passTime(500)
    expect(await take("b", ["i1"])).toHaveLength(1)
  })

  it("keeps two attempts at one cart apart", async () => {
    await take("a", ["i1"], "cart_1")
    expect(await take("b", ["i1"], "cart_1")).toHaveLength(1)
  })

  it("gives all turns or none", async () => {
    await take("a", ["i2"])
    expect(await take("b", ["i1", "i2", "i3"])).toMatchObject([{ inventory_item_id: "i2" }])
    expect(await take("c", ["i1", "i3"])).toEqual([])
  })

  it("does not mind an item that is named twice", async () => {
    expect(await take("a", ["i1", "i1"])).toEqual([])
  })

  it("passes a turn that lapsed, so that a crash holds nobody up for long", async () => {
    await take("a", ["i1"])
    await passTime(20)
    expect(await take("b", ["i1"])).toEqual([])
    expect(await take("a", ["i1"])).toMatchObject([{ owner: "b" }])
  })
})

describe("giving turns up", () => {
  it("frees all turns of an attempt", async () => {
    await take("a", ["i1", "i2"])
    await giveUpTurns(ledger.pool, { of: { owner: "a" } })
    expect(await take("b", ["i1", "i2"])).toEqual([])
  })

  it("frees the turns of some items only, when they are named", async () => {
    await take("a", ["i1", "i2"])
    await giveUpTurns(ledger.pool, { of: { owner: "a" }, inventory_item_ids: ["i1"] })
    expect(await take("b", ["i1"])).toEqual([])
    expect(await take("b", ["i2"])).toHaveLength(1)
  })

  it("frees all turns of a cart, whichever attempt took them", async () => {
    await take("a", ["i1"], "cart_1")
    await take("b", ["i2"], "cart_1")
    await giveUpTurns(ledger.pool, { of: { cart_id: "cart_1" } })
    expect(await take("c", ["i1", "i2"])).toEqual([])
  })

  it("does nothing to a turn that somebody else has by now", async () => {
    await take("a", ["i1"])
    await passTime(20)
    await take("b", ["i1"])
    await giveUpTurns(ledger.pool, { of: { owner: "a" } })
    expect(await take("c", ["i1"])).toMatchObject([{ owner: "b" }])
  })
})

describe("keeping turns until the order is settled", () => {
  const keep = (owner: string, items: string[]) =>
    keepTurns(ledger.pool, { owner, inventory_item_ids: items, seconds: 60 })

  it("marks the attempt's turns and prolongs them", async () => {
    await take("a", ["i1"])
    await keep("a", ["i1"])
    await passTime(50)
    expect(await take("b", ["i1"])).toMatchObject([{ owner: "a", keep_until_settled: true }])
  })

  it("keeps the mark when the owner takes its turn again", async () => {
    await take("a", ["i1"])
    await keep("a", ["i1"])
    await take("a", ["i1"])
    expect(await take("b", ["i1"])).toMatchObject([{ keep_until_settled: true }])
  })

  it("does not hand the mark on to the next owner", async () => {
    await take("a", ["i1"])
    await keep("a", ["i1"])
    await passTime(60)
    await take("b", ["i1"])
    expect(await take("c", ["i1"])).toMatchObject([{ owner: "b", keep_until_settled: false }])
  })

  it("does nothing to somebody else's turn", async () => {
    await take("a", ["i1"])
    await keep("b", ["i1"])
    expect(await take("c", ["i1"])).toMatchObject([{ owner: "a", keep_until_settled: false }])
  })
})

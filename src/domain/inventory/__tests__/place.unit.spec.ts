import { place, type OwnHold } from "../place"
import type { Piece } from "../demand"
import type { LevelReading } from "../stock"

let lines = 0
const piece = (quantity: string, item = "i1"): Piece => ({
  line_item_id: `cali_${(lines += 1)}`,
  variant_id: `variant_of_${item}`,
  inventory_item_id: item,
  required_quantity: "1",
  quantity,
  allotted: "0",
})

/** A level with its available and held units. */
const level = (location: string, available: string, held = "0", item = "i1"): LevelReading => ({
  inventory_item_id: item,
  location_id: location,
  pool_id: `${item} ${location}`,
  version: "0",
  available,
  held,
  exposed: "0",
  completing: false,
})

const mine = (location: string, quantity: string, item = "i1"): OwnHold => ({
  hold_id: `hfhold_${location}`,
  pool_id: `${item} ${location}`,
  quantity,
})

const placed = (...input: Parameters<typeof place>) =>
  Object.fromEntries(place(...input).quantities)

describe("one line", () => {
  it("goes to the first location with room for all of it", () => {
    expect(placed([piece("3")], [level("A", "2"), level("B", "3"), level("C", "9")], [])).toEqual({
      "i1 B": "3",
    })
  })

  it("is never split over two locations", () => {
    expect(place([piece("4")], [level("A", "3"), level("B", "3")], [])).toEqual({
      quantities: new Map(),
      short: [{ inventory_item_id: "i1", asked: "4", available: "3" }],
    })
  })

  it("does not count what others hold", () => {
    expect(place([piece("2")], [level("A", "3", "2")], []).short).toMatchObject([
      { available: "1" },
    ])
  })

  it("counts what its own cart holds", () => {
    expect(placed([piece("3")], [level("A", "3", "2")], [mine("A", "2")])).toEqual({ "i1 A": "3" })
  })

  it("stays where its cart holds enough, also behind a roomier location", () => {
    const levels = [level("A", "9"), level("B", "2", "2")]
    expect(placed([piece("2")], levels, [mine("B", "2")])).toEqual({ "i1 B": "2" })
  })

  it("keeps its own units where the merchant took the stock away", () => {
    expect(placed([piece("2")], [level("A", "0", "2")], [mine("A", "2")])).toEqual({ "i1 A": "2" })
  })

  it("of an item without a level finds nothing", () => {
    expect(place([piece("1")], [], []).short).toEqual([
      { inventory_item_id: "i1", asked: "1", available: "0" },
    ])
  })

  it("never reports less than zero", () => {
    expect(place([piece("1")], [level("A", "-5")], []).short).toMatchObject([{ available: "0" }])
  })
})

describe("several lines", () => {
  it("of one item are summed at a location", () => {
    expect(placed([piece("1"), piece("2")], [level("A", "3")], [])).toEqual({ "i1 A": "3" })
  })

  it("of one item may lie at different locations", () => {
    expect(placed([piece("2"), piece("3")], [level("A", "3"), level("B", "2")], [])).toEqual({
      "i1 A": "3",
      "i1 B": "2",
    })
  })

  it("of one item never ask for more than is there together", () => {
    expect(place([piece("4"), piece("4")], [level("A", "5")], []).short).toEqual([
      { inventory_item_id: "i1", asked: "8", available: "5" },
    ])
  })

  it("of several items are refused together, every short item named", () => {
    const levels = [
      level("A", "1", "0", "i1"),
      level("A", "5", "0", "i2"),
      level("A", "0", "0", "i3"),
    ]
    const result = place([piece("2", "i1"), piece("1", "i2"), piece("1", "i3")], levels, [])
    expect(result.quantities.size).toBe(0)
    expect(result.short).toEqual([
      { inventory_item_id: "i1", asked: "2", available: "1" },
      { inventory_item_id: "i3", asked: "1", available: "0" },
    ])
  })

  it("use one's own units once only", () => {
    const levels = [level("A", "2", "2"), level("B", "1")]
    expect(placed([piece("2"), piece("1")], levels, [mine("A", "2")])).toEqual({
      "i1 A": "2",
      "i1 B": "1",
    })
  })
})

it("asks for nothing when nothing is wanted", () => {
  expect(place([], [level("A", "1")], [])).toEqual({ quantities: new Map(), short: [] })
})

it("places fractions exactly", () => {
  const pieces = [piece("0.1"), piece("0.2")]
  expect(placed(pieces, [level("A", "0.3")], [])).toEqual({ "i1 A": "0.3" })
})

describe("a piece whose line has allotted units at one location", () => {
  const bound = (quantity: string, ...at: string[]): Piece => ({ ...piece(quantity), at })

  it("goes there, before pieces that may lie anywhere", () => {
    const levels = [level("a", "2"), level("b", "3")]
    const { quantities, short } = place([piece("3"), bound("2", "a")], levels, [])
    expect(short).toEqual([])
    expect(quantities).toEqual(
      new Map([
        ["i1 a", "2"],
        ["i1 b", "3"],
      ])
    )
  })

  it("is short where only another location has room, and says what its own has", () => {
    const levels = [level("a", "1"), level("b", "9")]
    expect(place([bound("2", "a")], levels, []).short).toEqual([
      { inventory_item_id: "i1", asked: "2", available: "1" },
    ])
  })
})

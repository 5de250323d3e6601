import { isAmple, rememberPieces } from "../cover"
import type { Demand } from "../../inventory/demand"
import type { LevelReading } from "../../inventory/stock"

const level = (item: string, available: string, held = "0", location = "l1"): LevelReading => ({
  inventory_item_id: item,
  location_id: location,
  pool_id: `${item} ${location}`,
  version: "0",
  available,
  held,
  exposed: "0",
  completing: false,
})

/** A cart with one of the variant, with the quantity that it takes of each item. */
const demandOf = (variant_id: string, items: Record<string, string>): Demand => ({
  cart_id: "cart_1",
  pieces: Object.entries(items).map(([inventory_item_id, required_quantity]) => ({
    line_item_id: null,
    variant_id,
    inventory_item_id,
    required_quantity,
    quantity: required_quantity,
    allotted: "0",
  })),
  allotted: [],
  item_ids: Object.keys(items),
  location_ids: ["l1", "l2"],
})

it("knows nothing of a variant that nobody has looked at", () => {
  expect(isAmple("variant_unknown", 1)).toBe(false)
  expect(isAmple(undefined, 1)).toBe(false)
})

it("calls it ample when there was many times what is asked for", () => {
  rememberPieces(demandOf("variant_a", { i1: "1" }), [level("i1", "100", "20")])
  expect([isAmple("variant_a", 4), isAmple("variant_a", 5)]).toEqual([true, false])
})

it("counts the best location, not all of them: a line is served from one", () => {
  rememberPieces(demandOf("variant_b", { i1: "1" }), [
    level("i1", "30"),
    level("i1", "30", "0", "l2"),
  ])
  expect([isAmple("variant_b", 1), isAmple("variant_b", 2)]).toEqual([true, false])
})

it("counts whole bundles, by the item that is scarcest", () => {
  rememberPieces(demandOf("variant_c", { i1: "1", i2: "3" }), [
    level("i1", "1000"),
    level("i2", "60"),
  ])
  expect([isAmple("variant_c", 1), isAmple("variant_c", 2)]).toEqual([true, false])
})

it("goes by the last reading", () => {
  const demand = demandOf("variant_d", { i1: "1" })
  rememberPieces(demand, [level("i1", "1000")])
  rememberPieces(demand, [level("i1", "3")])
  expect(isAmple("variant_d", 1)).toBe(false)
  rememberPieces(demand, []) // its item has no level any longer
  expect(isAmple("variant_d", 1)).toBe(false)
})

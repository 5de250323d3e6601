import { planMoves, type LevelBalance } from "../plan-moves"
import type { HoldRow } from "../rows"

/** "A" → the level pool of the item at location A. */
const balance = (
  location_id: string,
  numbers: Pick<LevelBalance, "available" | "held" | "overdrawn">,
  inventory_item_id = "iitem_1"
): LevelBalance => ({
  pool_id: `${inventory_item_id} ${location_id}`,
  inventory_item_id,
  location_id,
  ...numbers,
})

let ids = 0
function hold(location: string, quantity: string, overrides: Partial<HoldRow> = {}): HoldRow {
  const id = `hfhold_${(ids += 1)}`
  const now = new Date()
  return {
    id,
    pool_id: `iitem_1 ${location}`,
    kind: "level",
    counted_id: "iitem_1",
    location_id: location,
    quantity,
    status: "active",
    holder_type: "cart",
    holder_id: `cart_of_${id}`,
    cart_id: `cart_of_${id}`,
    order_id: null,
    reason: "a test",
    owner_id: "",
    expires_at: now,
    extend_until: now,
    completing_at: null,
    at_risk_at: null,
    version: "0",
    created_at: now,
    resolved_at: null,
    due: false,
    ...overrides,
  }
}

it("moves as few holds as it can: the largest that fit come first", () => {
  const others = [hold("B", "2"), hold("B", "1"), hold("B", "1")]
  const { moves, relocate } = planMoves(
    [
      balance("A", { available: "2", held: "0", overdrawn: "-2" }),
      balance("B", { available: "2", held: "4", overdrawn: "2" }),
    ],
    others
  )
  expect(moves).toEqual([{ hold_id: others[0]?.id, to_pool_id: "iitem_1 A" }])
  expect(relocate).toEqual([])
})

it("moves several small holds where no large one fits", () => {
  const others = [hold("B", "3"), hold("B", "1"), hold("B", "1")]
  const { moves } = planMoves(
    [
      balance("A", { available: "2", held: "0", overdrawn: "-2" }),
      balance("B", { available: "3", held: "5", overdrawn: "2" }),
    ],
    others
  )
  expect(moves.map((move) => move.hold_id)).toEqual([others[1]?.id, others[2]?.id])
})

it("moves no more than is lacking", () => {
  const others = [hold("B", "1"), hold("B", "1")]
  const { moves } = planMoves(
    [
      balance("A", { available: "2", held: "0", overdrawn: "-2" }),
      balance("B", { available: "1", held: "2", overdrawn: "2" }),
    ],
    others
  )
  expect(moves).toHaveLength(1)
})

it("moves no more than the order took", () => {
  // Two are lacking, but the merchant took one of them.
  const others = [hold("B", "1"), hold("B", "1")]
  const { moves } = planMoves(
    [
      balance("A", { available: "5", held: "0", overdrawn: "-1" }),
      balance("B", { available: "0", held: "2", overdrawn: "1" }),
    ],
    others
  )
  expect(moves).toHaveLength(1)
})

it("uses the room of every location that the order left free", () => {
  const others = [hold("B", "1"), hold("B", "1")]
  const { moves } = planMoves(
    [
      balance("A", { available: "1", held: "0", overdrawn: "-1" }),
      balance("B", { available: "0", held: "2", overdrawn: "2" }),
      balance("C", { available: "1", held: "0", overdrawn: "-1" }),
    ],
    others
  )
  expect(moves.map((move) => move.to_pool_id).sort()).toEqual(["iitem_1 A", "iitem_1 C"])
})

it("never moves a hold to another item", () => {
  const { moves, relocate } = planMoves(
    [
      balance("A", { available: "5", held: "0", overdrawn: "0" }, "iitem_2"),
      balance("B", { available: "0", held: "1", overdrawn: "1" }),
    ],
    [hold("B", "1")]
  )
  expect(moves).toEqual([])
  expect(relocate).toEqual([])
})

it("does not crowd the location that it moves to", () => {
  const others = [hold("B", "1")]
  const { moves } = planMoves(
    [
      balance("A", { available: "1", held: "1", overdrawn: "-1" }),
      balance("B", { available: "0", held: "1", overdrawn: "1" }),
    ],
    others
  )
  expect(moves).toEqual([])
})

it("does not count the same room twice for two crowded locations", () => {
  const { moves, relocate } = planMoves(
    [
      balance("A", { available: "1", held: "0", overdrawn: "-2" }),
      balance("B", { available: "0", held: "1", overdrawn: "1" }),
      balance("C", { available: "0", held: "1", overdrawn: "1" }),
    ],
    [hold("B", "1"), hold("C", "1")]
  )
  expect([...moves, ...relocate]).toHaveLength(1)
})

it("does not move a hold to a pool where its holder has one", () => {
  const [there, here] = [hold("A", "1"), hold("B", "1")]
  const { moves, relocate } = planMoves(
    [
      balance("A", { available: "2", held: "1", overdrawn: "-1" }),
      balance("B", { available: "0", held: "1", overdrawn: "1" }),
    ],
    [there, { ...here, holder_id: there.holder_id }]
  )
  expect(moves).toEqual([])
  expect(relocate).toMatchObject([{ to_location_id: "A", quantity: "1" }])
})

it("does not move two holds of one holder to the same pool", () => {
  const [b, c] = [hold("B", "1"), hold("C", "1")]
  const { moves, relocate } = planMoves(
    [
      balance("A", { available: "2", held: "0", overdrawn: "-2" }),
      balance("B", { available: "0", held: "1", overdrawn: "1" }),
      balance("C", { available: "0", held: "1", overdrawn: "1" }),
    ],
    [b, { ...c, holder_id: b.holder_id }]
  )
  expect(moves).toEqual([{ hold_id: b.id, to_pool_id: "iitem_1 A" }])
  expect(relocate).toMatchObject([{ from_location_id: "C", to_location_id: "A", quantity: "1" }])
})

it("relocates the order's reservation to all locations that its holds left free", () => {
  const { moves, relocate } = planMoves(
    [
      balance("A", { available: "1", held: "0", overdrawn: "-1" }),
      balance("B", { available: "0", held: "2", overdrawn: "2" }),
      balance("C", { available: "1", held: "0", overdrawn: "-1" }),
    ],
    [hold("B", "2")]
  )
  expect(moves).toEqual([])
  expect(relocate).toMatchObject([
    { from_location_id: "B", to_location_id: "A", quantity: "1" },
    { from_location_id: "B", to_location_id: "C", quantity: "1" },
  ])
})

it("does not relocate two reservations into the room of one", () => {
  const { relocate } = planMoves(
    [
      balance("A", { available: "1", held: "0", overdrawn: "-1" }),
      balance("B", { available: "1", held: "2", overdrawn: "1" }),
      balance("C", { available: "1", held: "2", overdrawn: "1" }),
    ],
    [hold("B", "2"), hold("C", "2")]
  )
  expect(relocate).toHaveLength(1)
})

it("keeps the room for a relocation that moved holds would take", () => {
  // Found by the model. Only B's hold fits into A, and then nothing of C fits: no room for the
  // line.
  const { moves, relocate } = planMoves(
    [
      balance("A", { available: "2", held: "0", overdrawn: "-2" }),
      balance("B", { available: "1.5", held: "2", overdrawn: "1" }),
      balance("C", { available: "2", held: "3", overdrawn: "1" }),
    ],
    [hold("B", "2"), hold("C", "3")]
  )
  expect(moves).toEqual([])
  expect(relocate).toMatchObject([
    { from_location_id: "C", to_location_id: "A", quantity: "1" },
    { from_location_id: "B", to_location_id: "A", quantity: "1" },
  ])
})

it("moves no hold to a location that the order did not affect", () => {
  // Its cart's sales channel may not sell from there.
  const { moves, relocate } = planMoves(
    [
      balance("Z", { available: "9", held: "0", overdrawn: "0" }),
      balance("A", { available: "1", held: "0", overdrawn: "-1" }),
      balance("B", { available: "0", held: "1", overdrawn: "1" }),
    ],
    [hold("B", "1")]
  )
  expect(moves).toMatchObject([{ to_pool_id: "iitem_1 A" }])
  expect(relocate).toEqual([])
})

it("ignores a location that the order did not crowd", () => {
  const nothing = { moves: [], relocate: [] }
  const free = balance("A", { available: "5", held: "0", overdrawn: "0" })
  const crowded = balance("B", { available: "0", held: "3", overdrawn: "0" })
  expect(planMoves([free, crowded], [hold("B", "3")])).toEqual(nothing)
})

it("counts fractions exactly", () => {
  const others = [hold("B", "0.2"), hold("B", "0.1")]
  const { moves, relocate } = planMoves(
    [
      balance("A", { available: "0.3", held: "0", overdrawn: "-0.3" }),
      balance("B", { available: "0", held: "0.3", overdrawn: "0.3" }),
    ],
    others
  )
  expect(moves).toHaveLength(2)
  expect(relocate).toEqual([])
})

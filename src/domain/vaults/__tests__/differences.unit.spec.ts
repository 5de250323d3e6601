import type { MovedUnits } from "../../../modules/ledger/operations/read-movements"
import type { VaultOrder } from "../orders"
import { differencesOf } from "../settle"

const order = (kept: number, customer_id: string | null = "cus_1"): VaultOrder => ({
  id: "order_1",
  created_at: new Date(0),
  customer_id,
  shared_inventory_id: null,
  whole: true,
  lines: [{ id: "ordli_1", variant_id: "variant_1", kept }],
})

const moved = (quantity: string, movements = 1, owner = "cus_1"): MovedUnits => ({
  reference: "ordli_1",
  owner: { type: "customer", id: owner },
  variant_id: "variant_1",
  quantity,
  movements,
})

const TRADABLE = new Set(["variant_1"])

const unitsOf = (...args: Parameters<typeof differencesOf>): number[] =>
  differencesOf(...args).map((one) => one.units)

it("credits what is kept and was not credited, of tradable variants, to those who have an account", () => {
  expect(unitsOf(order(3), [], new Map(), TRADABLE)).toEqual([3])
  expect(unitsOf(order(3), [moved("3")], new Map(), TRADABLE)).toEqual([])
  expect(unitsOf(order(3), [], new Map(), new Set())).toEqual([])
  expect(unitsOf(order(3, null), [], new Map(), TRADABLE)).toEqual([])
})

it("debits what is kept no more, also where the variant or the account is not what it was", () => {
  expect(unitsOf(order(0), [moved("3")], new Map(), new Set())).toEqual([-3])
  expect(unitsOf(order(1, null), [moved("3")], new Map(), new Set())).toEqual([-2])
})

it("asks nobody twice for units that were written down as missing", () => {
  const short = new Map([["ordli_1", 2]])
  expect(unitsOf(order(0), [moved("2", 2)], short, TRADABLE)).toEqual([])
  expect(unitsOf(order(0), [moved("3", 2)], short, TRADABLE)).toEqual([-1])
})

it("numbers the next movement after all of the line's, over all vaults that it filled", () => {
  const [difference] = differencesOf(
    order(0),
    [moved("2", 3), moved("1", 1, "cus_2")],
    new Map(),
    TRADABLE
  )
  expect(difference).toMatchObject({ units: -3, movements: 4 })
  expect(difference?.credited.map((one) => one.units)).toEqual([2, 1])
})

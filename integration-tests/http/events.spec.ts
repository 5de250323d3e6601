import { HOLD_EVENTS, holdEventData } from "../../src/contracts/hold-events"
import { Cart } from "../lib/cart"
import { openEventTap, type EventTap } from "../lib/event-tap"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"
import { letTimePass } from "../lib/time"

let tap: EventTap
let store: StoreUnderTest
let shop: Shop

beforeAll(async () => {
  store = await sharedStore("default")
  tap = await openEventTap(store)
  shop = await openShop(store)
})

afterAll(async () => {
  await tap?.close()
  await store?.close()
})

const of = (cart: Cart): string[] =>
  tap.heard
    .filter((event) => event.data.cart_id === cart.id)
    .map((event) => event.name.replace("holdfast.hold.", ""))

const hears = (cart: Cart, name: string): Promise<boolean> =>
  until(`holdfast.hold.${name}`, async () => of(cart).includes(name), 30_000)

describe("events on Medusa's bus", () => {
  it("report a hold's life up to the order", async () => {
    const product = await shop.product([2])
    const cart = await Cart.create(store, shop)
    const ordered = await cart.buy(product.variantId)
    await hears(cart, "consumed")
    expect(of(cart)[0]).toBe("placed")
    const consumed = tap.heard.find(
      (event) => event.name.endsWith("consumed") && event.data.cart_id === cart.id
    )
    expect(consumed?.data).toMatchObject({
      quantity: "1",
      order_id: (ordered.body?.order as { id: string }).id,
    })
  })

  it("report extension, release and expiry", async () => {
    const product = await shop.product([2])
    const [kept, expired] = [await Cart.create(store, shop), await Cart.create(store, shop)]
    await kept.add(product.variantId)
    await letTimePass(store.db, kept.id, 60)
    await kept.extend()
    await hears(kept, "extended")
    await kept.send("DELETE", `/store/carts/${kept.id}/holds`)
    await hears(kept, "released")
    await expired.add(product.variantId)
    await letTimePass(store.db, expired.id, 16 * 60)
    await hears(expired, "expired")
  })

  it("say nothing of a change that was refused", async () => {
    const product = await shop.product([1])
    const cart = await Cart.create(store, shop)
    expect((await cart.add(product.variantId, 2)).status).toBe(409)
    const other = await Cart.create(store, shop)
    await other.add(product.variantId)
    await hears(other, "placed")
    expect(of(cart)).toEqual([])
  })
})

describe("stock that the merchant takes away from under holds", () => {
  it("puts the newest holds at risk, and warns their shoppers", async () => {
    const product = await shop.product([3])
    const [first, second] = [await Cart.create(store, shop), await Cart.create(store, shop)]
    await first.add(product.variantId, 2)
    await second.add(product.variantId, 1)
    await shop.setStock(product.inventoryItemId, 0, 2)
    await hears(second, "at_risk")
    expect(of(first)).not.toContain("at_risk")
    expect(await first.holds()).toMatchObject({ warnings: [] })
    expect(await second.holds()).toMatchObject({
      holds: [{ at_risk: true }],
      warnings: [{ code: "UNITS_AT_RISK" }],
    })
    await shop.setStock(product.inventoryItemId, 0, 3)
    await until(
      "the flag to be taken off",
      async () => (await second.holds()).warnings.length === 0
    )
  })
})

it("every event of a hold is one that the contract names, with the payload that it says", () => {
  const ofHolds = tap.heard.filter((event) => event.name.startsWith("holdfast.hold."))
  const names = new Set(ofHolds.map((event) => event.name))
  expect(Object.keys(HOLD_EVENTS)).toEqual(expect.arrayContaining([...names]))
  expect(names.size).toBeGreaterThanOrEqual(4)
  for (const { data } of ofHolds)
    expect(holdEventData.strict().safeParse(data).error).toBeUndefined()
})

import { Cart } from "../lib/cart"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"

let store: StoreUnderTest
let shop: Shop

beforeAll(async () => {
  store = await sharedStore("default")
  shop = await openShop(store)
})

afterAll(() => store?.close())

describe("backorder semantics that a shopper smuggles in", () => {
  it.each([
    { allow_backorder: true },
    { manage_inventory: false },
    { metadata: { allow_backorder: true, manage_inventory: false } },
    { additional_data: { allow_backorder: true } },
  ])("do not help: %j", async (smuggled) => {
    const product = await shop.product([1])
    const cart = await Cart.create(store, shop)
    const answer = await cart.send("POST", `/store/carts/${cart.id}/line-items`, {
      variant_id: product.variantId,
      quantity: 2,
      ...smuggled,
    })
    expect([400, 409]).toContain(answer.status)
    expect(await cart.lines()).toEqual([])
  })

  it("nor when the merchant flags the variant after the line is in the cart", async () => {
    const product = await shop.product([2])
    const [first, second] = [await Cart.create(store, shop), await Cart.create(store, shop)]
    await first.add(product.variantId, 2)
    await store.admin.post(`/admin/products/${product.id}/variants/${product.variantId}`, {
      allow_backorder: true,
    })
    expect((await second.add(product.variantId)).status).toBe(409)
    await first.checkOut()
    expect((await first.complete()).body).toMatchObject({ type: "order" })
  })
})

describe("a cart that is moved to another region", () => {
  it("keeps its holds", async () => {
    const product = await shop.product([2])
    const cart = await Cart.create(store, shop)
    await cart.add(product.variantId, 2)
    const { region } = await store.admin.post<{ region: { id: string } }>("/admin/regions", {
      name: "Elsewhere",
      currency_code: "eur",
      countries: ["fr"],
      payment_providers: ["pp_system_default"],
    })
    const moved = await cart.send("POST", `/store/carts/${cart.id}`, {
      region_id: region.id,
      shipping_address: { country_code: "fr" },
    })
    expect(moved.status).toBe(200)
    expect(await cart.holds()).toMatchObject({ covered: true, holds: [{ quantity: 2 }] })
  })
})

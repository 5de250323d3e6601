import { Cart } from "../lib/cart"
import { readItem, readLedger } from "../lib/medusa-rows"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"

let store: StoreUnderTest
let shop: Shop

beforeAll(async () => {
  store = await sharedStore("pair")
  shop = await openShop(store)
})

afterAll(() => store?.close())

const urlOf = (index: number): string => store.stores[index % 2]?.url ?? store.url

const ordersOf = async (cart: Cart): Promise<number> =>
  (await store.db.query("select 1 from order_cart where cart_id = $1", [cart.id])).rows.length

describe("one cart completed by both processes at once", () => {
  it("becomes one order", async () => {
    for (let trial = 0; trial < 5; trial++) {
      const product = await shop.product([2])
      const cart = await Cart.create(store, shop)
      await cart.add(product.variantId)
      await cart.checkOut()
      const answers = await Promise.all(
        [0, 1].map((i) => Cart.of(store, shop, cart.id, urlOf(i)).complete())
      )
      const orders = answers.flatMap((answer) => {
        const order = answer.body?.order as { id: string } | undefined
        return order ? [order.id] : []
      })
      expect(new Set(orders).size).toBe(1)
      expect(
        answers.map((answer) => answer.status).filter((status) => status >= 500 && status !== 503)
      ).toEqual([])
      expect(await ordersOf(cart)).toBe(1)
      await until(
        "the hold to be consumed",
        async () => (await readLedger(store.db, product.inventoryItemId)).held === 0
      )
      expect(
        (await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).reserved
      ).toBe(1)
    }
  })
})

describe("orders being placed against new holds on the same level, over both processes", () => {
  it("never promise a unit twice, and waste none", async () => {
    const product = await shop.product([6, 6])
    const shoppers = await Promise.all(
      Array.from({ length: 24 }, (_, index) => Cart.create(store, shop, urlOf(index)))
    )
    // Everybody for himself: adds, check-outs and completions of one product all mix.
    const answers = await Promise.all(shoppers.map((cart) => cart.buy(product.variantId)))
    const ordered = answers.filter((answer) => answer.body?.type === "order").length
    const refused = answers.filter((answer) => answer.body?.code === "INSUFFICIENT_STOCK").length
    expect({ ordered, refused }).toEqual({ ordered: 12, refused: 12 })
    await until(
      "all holds to be consumed",
      async () => (await readLedger(store.db, product.inventoryItemId)).held === 0
    )
    expect(await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).toMatchObject({
      reserved: 12,
      counter: 12,
      lowest: 0,
    })
  })

  it("serve lines of several units at two locations without breaking another's line", async () => {
    const product = await shop.product([4, 4])
    const wanted = [3, 1, 2, 2]
    const carts = await Promise.all(
      wanted.map((_, index) => Cart.create(store, shop, urlOf(index)))
    )
    for (const [index, cart] of carts.entries()) {
      expect((await cart.add(product.variantId, wanted[index])).status).toBe(200)
      await cart.checkOut()
    }
    const answers = await Promise.all(carts.map((cart) => cart.complete()))
    expect(answers.map((answer) => answer.body?.type)).toEqual(["order", "order", "order", "order"])
    await until(
      "all holds to be consumed",
      async () => (await readLedger(store.db, product.inventoryItemId)).held === 0
    )
    expect(await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).toMatchObject({
      reserved: 8,
      counter: 8,
      lowest: 0,
    })
  })
})

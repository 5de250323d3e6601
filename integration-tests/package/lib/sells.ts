import { Cart } from "../../lib/cart"
import { DropShopper, openDrop, signUp } from "../../lib/drops"
import { readItem } from "../../lib/medusa-rows"
import { openShop, type Shop } from "../../lib/shop"
import { Trader, tradeOf, units } from "../../lib/trading"
import { until, type StoreUnderTest } from "../../lib/store-under-test"

/** What every store with the plugin does, wherever and beside whatever it was installed. */
export function sells(open: () => StoreUnderTest): void {
  let store: StoreUnderTest
  let shop: Shop

  beforeAll(async () => {
    store = open()
    shop = await openShop(store)
  })

  it("holds a unit for a shopper, and refuses it to the next", async () => {
    const product = await shop.product([1])
    const [ann, ben] = [await Cart.create(store, shop), await Cart.create(store, shop)]
    expect((await ann.add(product.variantId)).status).toBe(200)
    expect(await ann.held()).toBe(1)
    expect(await ben.add(product.variantId)).toMatchObject({
      status: 409,
      body: { code: "INSUFFICIENT_STOCK" },
    })
  })

  it("completes an order, which consumes the hold", async () => {
    const product = await shop.product([1])
    const cart = await Cart.create(store, shop)
    expect((await cart.buy(product.variantId)).body).toMatchObject({ type: "order" })
    await until("the hold to be consumed", async () => (await cart.held()) === 0)
    expect(await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).toMatchObject({
      reserved: 1,
      counter: 1,
      lowest: 0,
    })
  })

  it("runs a drop: scheduled, reserved, bought", async () => {
    const product = await shop.product([3])
    const dropId = await openDrop(store, shop, product, { total_quantity: 1 })
    const [robin, kim] = await Promise.all([signUp(store), signUp(store)])
    const [buyer, other] = [robin, kim].map((one) => new DropShopper(store, shop, one))
    const cart = await Cart.create(store, shop)
    expect((await buyer?.reserve(dropId, { cart_id: cart.id }))?.status).toBe(201)
    expect((await other?.reserve(dropId))?.body).toMatchObject({ code: "OUT_OF_STOCK" })
    await cart.checkOut()
    expect((await buyer?.purchase(dropId, cart.id))?.body).toMatchObject({ type: "order" })
    await until("the sale to be counted", async () => {
      const drop = await buyer?.drop(dropId)
      return drop?.latest_purchasers.length === 1
    })
  })

  it("settles a trade", async () => {
    const [card, page] = [await shop.product([1]), await shop.product([1])]
    const [ann, ben] = [await Trader.signUp(store, shop), await Trader.signUp(store, shop)]
    for (const [owner, product] of [
      [ann.self, card],
      [ben.self, page],
    ] as const) {
      const items = [units(product.variantId, 1)]
      await store.admin.post("/admin/vaults/grant", { owner, items, reason: "a welcome gift" })
    }
    const trade = tradeOf(
      await ann.propose({
        target: ben.asTarget,
        offered: [units(card.variantId, 1)],
        wanted: [units(page.variantId, 1)],
      })
    )
    expect(tradeOf(await ben.act(trade.id, "confirm")).status).toBe("completed")
    const { body } = await ben.send("GET", "/store/vault")
    expect(body?.units).toMatchObject([{ variant_id: card.variantId, quantity: 1, held: 0 }])
  })
}

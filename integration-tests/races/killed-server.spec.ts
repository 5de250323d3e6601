import path from "node:path"
import { Cart } from "../lib/cart"
import { readItem, readLedger } from "../lib/medusa-rows"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"
import { letTimePass } from "../lib/time"

const PRELOAD = path.join(__dirname, "..", "fixtures", "kill-point.js")
const POINTS = ["before-reservation", "after-reservation", "before-consumption"] as const

let store: StoreUnderTest
let shop: Shop

beforeAll(async () => {
  store = await sharedStore("default")
  shop = await openShop(store)
})

afterAll(async () => {
  // Orders count as left behind only after a minute: a living completion may be in between.
  await store.db.query(`update "order" set created_at = created_at - interval '5 minutes'`)
  await store?.close()
})

/** A cart whose completion killed its server at that point; the other server lives. */
async function completeAndDie(point: (typeof POINTS)[number], variantId: string): Promise<Cart> {
  const mortal = await store.start({ preload: PRELOAD, env: { KILL_POINT: point } })
  const cart = await Cart.create(store, shop, mortal.url)
  await cart.add(variantId)
  await cart.checkOut()
  const answer = await cart.complete()
  expect(answer.networkError).toBeDefined()
  await mortal.ended
  // The dead server's turn lapses by itself; the test does not wait for that.
  await store.db.query(
    "update holdfast_lock set expires_at = clock_timestamp() where cart_id = $1",
    [cart.id]
  )
  return Cart.of(store, shop, cart.id)
}

const ordersOf = async (cart: Cart): Promise<string[]> => {
  const { rows } = await store.db.query<{ order_id: string }>(
    "select order_id from order_cart where cart_id = $1",
    [cart.id]
  )
  return rows.map((row) => row.order_id)
}

describe.each(POINTS)("a server that is killed %s", (point) => {
  it("leaves one order, once the shopper tries again", async () => {
    const product = await shop.product([2])
    const before = (await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).orders
    const cart = await completeAndDie(point, product.variantId)
    const again = await cart.complete()
    expect(again.body).toMatchObject({ type: "order" })
    expect(await ordersOf(cart)).toEqual([(again.body?.order as { id: string }).id])
    await letTimePass(store.db, cart.id, 60) // what the event would have settled, the sweeper does
    await until(
      "the hold to be consumed",
      async () => (await readLedger(store.db, product.inventoryItemId)).active === 0
    )
    expect(await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).toMatchObject({
      orders: before + 1,
      reserved: 1,
      counter: 1,
      lowest: 1,
    })
  })

  it("loses and doubles nothing, if the shopper never comes back", async () => {
    const product = await shop.product([2])
    const cart = await completeAndDie(point, product.variantId)
    await letTimePass(store.db, cart.id, 60 * 60)
    await until(
      "the sweeper",
      async () => (await readLedger(store.db, product.inventoryItemId)).active === 0,
      30_000
    )
    const rows = await readItem(store.db, product.inventoryItemId, shop.salesChannelId)
    const sold = (await ordersOf(cart)).length
    // Either the order stands and has its unit, or it does not and the unit is free: never half of
    // it.
    expect(rows).toMatchObject({ reserved: sold, counter: sold, lowest: 2 - sold })
    const other = await Cart.create(store, shop)
    expect((await other.add(product.variantId, 2 - sold)).status).toBe(200)
    expect((await other.add(product.variantId, 1)).status).toBe(409)
  })
})

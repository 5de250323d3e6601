import path from "node:path"
import { Cart } from "../lib/cart"
import { readItem, readLedger } from "../lib/medusa-rows"
import { openShop, type Product, type Shop } from "../lib/shop"
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

interface Buyer {
  product: Product
  cart: Cart
}

/** Carts whose completions had reached that point when their server was killed. */
async function completeAndDie(point: (typeof POINTS)[number], count: number): Promise<Buyer[]> {
  const mortal = await store.start({
    preload: PRELOAD,
    env: { KILL_POINT: point, KILL_COUNT: String(count) },
  })
  const make = async (): Promise<Buyer> => {
    const product = await shop.product([2])
    const cart = await Cart.create(store, shop, mortal.url)
    await cart.add(product.variantId)
    await cart.checkOut()
    return { product, cart }
  }
  const buyers: Buyer[] = []
  while (buyers.length < count) buyers.push(await make())
  const answers = await Promise.all(buyers.map(({ cart }) => cart.complete()))
  expect(answers.map((answer) => typeof answer.networkError)).not.toContain("undefined")
  await mortal.ended
  // The dead server's locks expire by themselves; the test does not wait for that.
  const ids = buyers.map(({ cart }) => cart.id)
  await store.db.query(
    "update holdfast_lock set expires_at = clock_timestamp() where cart_id = any($1)",
    [ids]
  )
  return buyers.map((buyer) => ({ ...buyer, cart: Cart.of(store, shop, buyer.cart.id) }))
}

const ordersOf = async (cart: Cart): Promise<string[]> => {
  const { rows } = await store.db.query<{ order_id: string }>(
    "select order_id from order_cart where cart_id = $1",
    [cart.id]
  )
  return rows.map((row) => row.order_id)
}

/** Also those that a dead completion left without a link to their cart. */
async function countOrders({ variantId }: Product): Promise<number> {
  const { rows } = await store.db.query<{ count: number }>(
    `select count(distinct o.id)::int as count from "order" o
     join order_item i on i.order_id = o.id join order_line_item l on l.id = i.item_id
     where l.variant_id = $1 and o.canceled_at is null and o.deleted_at is null`,
    [variantId]
  )
  return rows[0]?.count ?? 0
}

describe.each(POINTS)("a server that is killed %s", (point) => {
  let returning: Buyer
  let gone: Buyer

  beforeAll(async () => {
    // Elsewhere one dies alone: had it waited for another one, Medusa would have linked its order
    // to its cart, or answered the shopper, by then.
    const count = point === "after-reservation" ? 2 : 1
    const buyers = await completeAndDie(point, count)
    if (count === 1) buyers.push(...(await completeAndDie(point, 1)))
    ;[returning, gone] = buyers as [Buyer, Buyer] // two
  })

  it("leaves one order, once the shopper tries again", async () => {
    const { product, cart } = returning
    const again = await cart.complete()
    expect(again.body).toMatchObject({ type: "order" })
    expect(await ordersOf(cart)).toEqual([(again.body?.order as { id: string }).id])
    expect(await countOrders(product)).toBe(1)
    await letTimePass(store.db, cart.id, 60) // what the event would have settled, the sweeper does
    await until(
      "the hold to be consumed",
      async () => (await readLedger(store.db, product.inventoryItemId)).active === 0
    )
    expect(await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).toMatchObject({
      reserved: 1,
      counter: 1,
      lowest: 1,
    })
  })

  it("loses and doubles nothing, if the shopper never comes back", async () => {
    const { product, cart } = gone
    await letTimePass(store.db, cart.id, 60 * 60)
    await until(
      "the sweeper",
      async () => (await readLedger(store.db, product.inventoryItemId)).active === 0,
      30_000
    )
    const rows = await readItem(store.db, product.inventoryItemId, shop.salesChannelId)
    const sold = (await ordersOf(cart)).length
    // Either the order stands and has its unit, or there is none and the unit is free.
    expect(rows).toMatchObject({ reserved: sold, counter: sold, lowest: 2 - sold })
    const other = await Cart.create(store, shop)
    expect((await other.add(product.variantId, 2 - sold)).status).toBe(200)
    expect((await other.add(product.variantId, 1)).status).toBe(409)
  })
})

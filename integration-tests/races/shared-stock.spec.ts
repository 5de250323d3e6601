import path from "node:path"
import { Cart } from "../lib/cart"
import { signUp, type Customer } from "../lib/drops"
import { runInside } from "../lib/reconcile"
import { readItem } from "../lib/medusa-rows"
import { MerchantApi } from "../lib/sharing"
import { makeSharedInventory, memberCart, readShared } from "../lib/shared-inventories"
import { openShop, type Product, type Shop, type Stock } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"
import { letTimePass } from "../lib/time"

const KILL_POINT = path.join(__dirname, "..", "fixtures", "kill-point.js")

/**
 * Times that two processes give units back at once. Without the lease the first of them went wrong.
 */
const GIVING_BACK_TRIALS = 8

let store: StoreUnderTest
let shop: Shop
let members: Customer[]

// Two processes, and Medusa's locks in memory: neither knows of the other's.
beforeAll(async () => {
  store = await sharedStore("pair")
  shop = await openShop(store)
  members = [await signUp(store), await signUp(store)]
})

afterAll(async () => {
  await store.db.query(`update "order" set created_at = created_at - interval '5 minutes'`)
  await store?.close()
})

const urlOf = (index: number): string => store.stores[index % 2]?.url ?? store.url
const memberOf = (index: number): Customer => members[index % 2] ?? { id: "", token: "" }

/** Stock of which some units are allotted to both members. */
async function group(
  stock: Stock,
  aside: number
): Promise<{ inventoryId: string; product: Product }> {
  const product = await shop.product(stock)
  const inventoryId = await makeSharedInventory(store, members)
  const merchant = new MerchantApi(store)
  const { status } = await merchant.send("POST", `/shared-inventories/${inventoryId}/allotments`, {
    variant_id: product.variantId,
    quantity: aside,
    sales_channel_id: shop.salesChannelId,
  })
  expect(status).toBe(200)
  return { inventoryId, product }
}

const settled = (inventoryId: string, product: Product, left: number) =>
  until(`${left} unit(s) left in the pool`, async () => {
    const { quantity, held } = await readShared(store, inventoryId, product)
    return quantity === left && held === 0
  })

it("two members and the whole shop want the last units: each unit is sold once, theirs to them", async () => {
  const [aside, open, rivals] = [2, 1, 4]
  const { inventoryId, product } = await group([aside + open], aside)
  const carts = await Promise.all(
    Array.from({ length: rivals }, (_, i) =>
      memberCart(store, shop, memberOf(i), inventoryId, urlOf(i))
    )
  )
  const walkIns = await Promise.all(
    Array.from({ length: rivals }, (_, i) => Cart.create(store, shop, urlOf(i)))
  )
  const answers = await Promise.all(
    [...carts, ...walkIns].map((cart) => cart.buy(product.variantId))
  )
  const bought = answers.map(({ body }) => body?.type === "order")
  const byMembers = bought.slice(0, rivals).filter(Boolean).length
  const byOthers = bought.slice(rivals).filter(Boolean).length
  expect(byMembers + byOthers).toBe(aside + open)
  // who lost the pool's units fell back to the shop's one
  expect(byOthers).toBeLessThanOrEqual(open)
  const refused = answers.filter((_, index) => !bought[index])
  expect(refused.map(({ body }) => body?.code)).toEqual(refused.map(() => "INSUFFICIENT_STOCK"))
  await settled(inventoryId, product, 0)
  expect(await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).toMatchObject({
    reserved: aside + open,
    counter: aside + open,
    lowest: 0,
  })
})

it("control: a server without the gates sells a stranger the unit that a member has in the cart", async () => {
  const { inventoryId, product } = await group([1], 1)
  const cart = await memberCart(store, shop, memberOf(0), inventoryId)
  expect((await cart.add(product.variantId)).status).toBe(200)
  await cart.checkOut()
  const walkIn = await Cart.create(store, shop)
  expect((await walkIn.buy(product.variantId)).status).toBe(409)

  const open = await store.start({ options: { mode: "observe" } })
  const stranger = await Cart.create(store, shop, open.url)
  expect((await stranger.buy(product.variantId)).body).toMatchObject({ type: "order" })
  // promised, and sold
  expect(await readShared(store, inventoryId, product)).toEqual({ quantity: 1, held: 1 })
  expect((await cart.complete()).body?.type).not.toBe("order")

  // As the merchant would repair it: the unit is the stranger's.
  await cart.send("DELETE", `/store/carts/${cart.id}/holds`)
  await shop.setStock(product.inventoryItemId, 0, 2)
  await open.stop()
})

it("a server that is killed before it consumed the holds leaves one order and one unit sold", async () => {
  const { inventoryId, product } = await group([3], 2)
  const mortal = await store.start({
    preload: KILL_POINT,
    env: { KILL_POINT: "before-consumption" },
  })
  const cart = await memberCart(store, shop, memberOf(0), inventoryId, mortal.url)
  await cart.add(product.variantId)
  await cart.checkOut()
  expect((await cart.complete()).networkError).toBeDefined()
  await mortal.ended
  await store.db.query("update holdfast_lock set expires_at = now() where cart_id = $1", [cart.id])
  await letTimePass(store.db, cart.id, 60)
  await settled(inventoryId, product, 1)
  expect(await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).toMatchObject({
    reserved: 2, // the order's one, and the one that is still allotted
    counter: 2,
    lowest: 1,
  })
})

it("closing an inventory returns its units, those in carts after their release", async () => {
  const { inventoryId, product } = await group([3], 3)
  const cart = await memberCart(store, shop, memberOf(0), inventoryId)
  expect((await cart.add(product.variantId)).status).toBe(200)
  await runInside(store, "return-allotments.ts", inventoryId)
  expect(await readShared(store, inventoryId, product)).toEqual({ quantity: 1, held: 1 })
  const walkIn = await Cart.create(store, shop)
  expect((await walkIn.add(product.variantId, 2)).status).toBe(200)
  expect((await walkIn.add(product.variantId, 1)).status).toBe(409)
  await cart.send("DELETE", `/store/carts/${cart.id}/holds`)
  await until("the last unit to go back to the shop", async () => {
    return (await readShared(store, inventoryId, product)).quantity === 0
  })
  expect((await walkIn.add(product.variantId, 1)).status).toBe(200)
})

it("two processes that give the same units back tell Medusa once", async () => {
  const admins = [0, 1].map((index) => new MerchantApi(store, urlOf(index)))
  for (let trial = 0; trial < GIVING_BACK_TRIALS; trial++) {
    const { inventoryId, product } = await group([3], 3)
    const body = {
      variant_id: product.variantId,
      quantity: 0,
      sales_channel_id: shop.salesChannelId,
    }
    const path = `/shared-inventories/${inventoryId}/allotments`
    const answers = await Promise.all(admins.map((admin) => admin.send("POST", path, body)))
    expect(answers.map((answer) => answer.status)).toEqual([200, 200])
    // Medusa's counter, which each deletion of the same reservation item would lower once more.
    expect(await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).toMatchObject({
      reserved: 0,
      counter: 0,
      lowest: 3,
    })
  }
})

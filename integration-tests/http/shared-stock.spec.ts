import { PROFILES } from "../../scripts/test/profiles"
import { Cart } from "../lib/cart"
import { DropShopper, signUp, type Customer } from "../lib/drops"
import { readAside } from "../lib/drops-admin"
import { readItem } from "../lib/medusa-rows"
import { withOptions } from "../lib/reconcile"
import {
  makeSharedInventory,
  memberCart,
  readShared,
  removeMember,
} from "../lib/shared-inventories"
import { MerchantApi } from "../lib/sharing"
import { openShop, type Product, type Shop, type Stock } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"
import { letTimePass } from "../lib/time"

let store: StoreUnderTest
let shop: Shop
let alice: Customer
let bob: Customer
let stranger: Customer
let merchant: MerchantApi

beforeAll(async () => {
  store = await sharedStore("default")
  shop = await openShop(store)
  alice = await signUp(store)
  bob = await signUp(store)
  stranger = await signUp(store)
  merchant = new MerchantApi(store)
})

afterAll(() => store?.close())

const as = (customer?: Customer): DropShopper => new DropShopper(store, shop, customer)

const allot = (inventoryId: string, product: Product, quantity: number) =>
  merchant.send("POST", `/shared-inventories/${inventoryId}/allotments`, {
    variant_id: product.variantId,
    quantity,
    sales_channel_id: shop.salesChannelId,
  })

/** An inventory of Alice and Bob, and a product of which some units are theirs. */
async function group(
  stock: Stock,
  aside: number
): Promise<{ inventoryId: string; product: Product }> {
  const product = await shop.product(stock)
  const inventoryId = await makeSharedInventory(store, [alice, bob])
  expect(await allot(inventoryId, product, aside)).toMatchObject({ status: 200 })
  return { inventoryId, product }
}

const orderOf = (cart: Cart) => cart.complete().then(({ body }) => body)

describe("allotting stock", () => {
  it("takes units from the shop, says what there is, and gives them back", async () => {
    const { inventoryId, product } = await group([5], 3)
    expect(await readAside(store, product.inventoryItemId)).toEqual({
      rows: [3],
      counter: 3,
      pools: 3,
    })
    const walkIn = await Cart.create(store, shop)
    expect((await walkIn.add(product.variantId, 3)).body).toMatchObject({
      code: "INSUFFICIENT_STOCK",
      details: { lines: [{ asked: 3, available: 2 }] },
    })
    expect(await allot(inventoryId, product, 6)).toMatchObject({
      status: 409,
      body: { code: "INSUFFICIENT_STOCK", details: { asked: 3, available: 2 } },
    })
    expect((await allot(inventoryId, product, 5)).body).toEqual({
      allotment: {
        variant_id: product.variantId,
        quantity: 5,
        held: 0,
        available: 5,
        sold: 0,
        closed: false,
      },
    })
    expect((await walkIn.add(product.variantId)).status).toBe(409)
    expect((await allot(inventoryId, product, 0)).status).toBe(200)
    expect((await walkIn.add(product.variantId, 5)).status).toBe(200)
    expect(await readAside(store, product.inventoryItemId)).toEqual({
      rows: [],
      counter: 0,
      pools: 0,
    })
  })

  it("is for merchants, and for inventories that are there and open", async () => {
    const { inventoryId, product } = await group([2], 1)
    expect((await allot("hfinv_nowhere", product, 1)).body).toMatchObject({ code: "NOT_FOUND" })
    const url = `${store.url}/admin/shared-inventories/${inventoryId}/allotments`
    expect((await store.http.send("GET", url, {})).status).toBe(401)
    expect((await allot(inventoryId, product, -1)).status).toBe(400)
    await store.db.query("update holdfast_shared_inventory set frozen_at = now() where id = $1", [
      inventoryId,
    ])
    expect((await allot(inventoryId, product, 2)).body).toMatchObject({
      code: "SHARED_INVENTORY_CLOSED",
    })
    expect((await allot(inventoryId, product, 0)).status).toBe(200)
  })

  it("is visible to members and to nobody else", async () => {
    const { inventoryId, product } = await group([4], 2)
    const path = `/store/shared-inventories/${inventoryId}/allotments`
    expect((await as(bob).send("GET", path)).body).toEqual({
      allotments: [{ variant_id: product.variantId, quantity: 2, held: 0, available: 2 }],
    })
    expect((await as().send("GET", path)).status).toBe(401)
    const refused = await as(stranger).send("GET", path)
    expect(refused.status).toBe(403)
    const nowhere = await as(stranger).send("GET", "/store/shared-inventories/hfinv_x/allotments")
    expect(nowhere.status).toBe(403)
    expect(String(nowhere.body?.message).replace("hfinv_x", inventoryId)).toBe(
      refused.body?.message
    )
  })

  it("is not lowered below what members hold", async () => {
    const { inventoryId, product } = await group([4], 3)
    const cart = await memberCart(store, shop, alice, inventoryId)
    expect((await cart.add(product.variantId, 2)).status).toBe(200)
    expect(await allot(inventoryId, product, 1)).toMatchObject({
      status: 400,
      body: { code: "INVALID_DATA", details: { held: 2 } },
    })
    expect((await allot(inventoryId, product, 2)).body).toMatchObject({
      allotment: { quantity: 2, held: 2, available: 0 },
    })
  })
})

describe("a member's cart", () => {
  it("draws from the allotted units, which the rest of the shop cannot buy", async () => {
    const { inventoryId, product } = await group([2], 2)
    const walkIn = await Cart.create(store, shop)
    expect((await walkIn.add(product.variantId)).status).toBe(409)
    const cart = await memberCart(store, shop, alice, inventoryId)
    expect((await cart.add(product.variantId)).status).toBe(200)
    expect(await readShared(store, inventoryId, product)).toEqual({ quantity: 2, held: 1 })
    expect(await cart.holds()).toMatchObject({
      covered: true,
      holds: [{ inventory_item_id: null, variant_id: product.variantId, quantity: 1 }],
    })
    // The unit lies open to Medusa now; the gates keep it from the walk-in all the same.
    expect((await walkIn.add(product.variantId)).status).toBe(409)
    await cart.checkOut()
    expect(await orderOf(cart)).toMatchObject({ type: "order" })
    await until("the unit to be sold", async () => {
      return (await readShared(store, inventoryId, product)).quantity === 1
    })
    expect(await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).toMatchObject({
      reserved: 2,
      counter: 2,
      lowest: 0,
    })
    const listed = await merchant.send("GET", `/shared-inventories/${inventoryId}/allotments`)
    expect(listed.body).toMatchObject({
      allotments: [{ quantity: 1, held: 0, sold: 1 }],
      count: 1,
    })
  })

  it("takes the rest from the shop, in one line and one order", async () => {
    const { inventoryId, product } = await group([5], 2)
    const cart = await memberCart(store, shop, alice, inventoryId)
    expect((await cart.add(product.variantId, 4)).status).toBe(200)
    expect(await readShared(store, inventoryId, product)).toEqual({ quantity: 2, held: 2 })
    expect(await cart.held()).toBe(4)
    expect((await cart.add(product.variantId, 2)).body).toMatchObject({
      code: "INSUFFICIENT_STOCK",
      // The line that is there, and what was to be added to it.
      details: {
        lines: [
          { asked: 6, available: 5 },
          { asked: 6, available: 5, line_item_id: null },
        ],
      },
    })
    await cart.checkOut()
    expect(await orderOf(cart)).toMatchObject({ type: "order" })
    await until("the units to be sold", async () => {
      return (await readShared(store, inventoryId, product)).quantity === 0
    })
    expect(await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).toMatchObject({
      reserved: 4,
      counter: 4,
      lowest: 1,
    })
    const walkIn = await Cart.create(store, shop)
    expect((await walkIn.add(product.variantId)).status).toBe(200)
  })

  it("is served by one location: where the pool lies, or else from the shop altogether", async () => {
    const { inventoryId, product } = await group([3, 2], 3) // all three at the first location
    const cart = await memberCart(store, shop, alice, inventoryId)
    // 3 there and 2 elsewhere are no line of 4
    expect((await cart.add(product.variantId, 4)).status).toBe(409)
    expect(await readShared(store, inventoryId, product)).toEqual({ quantity: 3, held: 0 })
    await shop.setStock(product.inventoryItemId, 1, 4)
    expect((await cart.add(product.variantId, 4)).status).toBe(200)
    // What the cart had taken of the pool meanwhile goes back after the answer.
    await until("the pool to be untouched", async () => {
      return (await readShared(store, inventoryId, product)).held === 0
    })
    expect(await readShared(store, inventoryId, product)).toEqual({ quantity: 3, held: 0 })
    await cart.checkOut()
    expect(await orderOf(cart)).toMatchObject({ type: "order" })
    await until("the holds to be settled", async () => (await cart.held()) === 0)
    const { rows } = await store.db.query(
      "select location_id, quantity::int from reservation_item where inventory_item_id = $1 and line_item_id is not null",
      [product.inventoryItemId]
    )
    expect(rows).toEqual([{ location_id: shop.locations[1], quantity: 4 }])
  })

  it("draws a bundle's items together", async () => {
    const [card, sleeve] = [await shop.product([4]), await shop.product([9])]
    const bundle = await shop.product([], {
      inventory_items: [
        { inventory_item_id: card.inventoryItemId, required_quantity: 1 },
        { inventory_item_id: sleeve.inventoryItemId, required_quantity: 2 },
      ],
    })
    const inventoryId = await makeSharedInventory(store, [alice])
    expect((await allot(inventoryId, bundle, 2)).status).toBe(200)
    const cart = await memberCart(store, shop, alice, inventoryId)
    expect((await cart.add(bundle.variantId, 3)).status).toBe(200)
    expect(await readShared(store, inventoryId, bundle)).toEqual({ quantity: 2, held: 2 })
    await cart.checkOut()
    expect(await orderOf(cart)).toMatchObject({ type: "order" })
    await until("the units to be sold", async () => {
      return (await readShared(store, inventoryId, bundle)).quantity === 0
    })
    expect(await readAside(store, sleeve.inventoryItemId)).toMatchObject({ rows: [6], counter: 6 })
    expect(await readAside(store, card.inventoryItemId)).toMatchObject({ rows: [3], counter: 3 })
  })

  it("may name the inventory after its lines were added, and take the name off again", async () => {
    const { inventoryId, product } = await group([4], 2)
    const cart = await memberCart(store, shop, alice)
    expect((await cart.add(product.variantId, 2)).status).toBe(200)
    const name = (id: string | null) =>
      as(alice).send("POST", `/store/carts/${cart.id}`, { metadata: { shared_inventory_id: id } })
    expect((await name(inventoryId)).status).toBe(200)
    await until("the units to come from the pool", async () => {
      return (await readShared(store, inventoryId, product)).held === 2 && (await cart.held()) === 2
    })
    const walkIn = await Cart.create(store, shop)
    expect((await walkIn.add(product.variantId, 2)).status).toBe(200)
    await walkIn.send("DELETE", `/store/carts/${walkIn.id}/holds`)
    expect((await name("")).status).toBe(200)
    await until("the units to go back to the pool", async () => {
      const { held } = await readShared(store, inventoryId, product)
      return held === 0 && (await cart.held()) === 2
    })
  })

  it("returns what its lines no longer need, and what expires is the next member's", async () => {
    const { inventoryId, product } = await group([2], 2)
    const cart = await memberCart(store, shop, alice, inventoryId)
    await cart.add(product.variantId, 2)
    const [line] = await cart.lines()
    expect((await cart.update(line?.id ?? "", 1)).status).toBe(200)
    await until("a unit to go back", async () => {
      return (await readShared(store, inventoryId, product)).held === 1
    })
    const other = await memberCart(store, shop, bob, inventoryId)
    expect((await other.add(product.variantId, 2)).status).toBe(409)
    await letTimePass(store.db, cart.id, 16 * 60)
    expect((await other.add(product.variantId, 2)).status).toBe(200)
    await cart.checkOut().catch(() => undefined)
    expect((await cart.complete()).body).toMatchObject({ code: "INSUFFICIENT_STOCK" })
  })
})

describe("where holds begin at the checkout", () => {
  it("holds a member's allotted units at once, and the shop's when the checkout begins", async () => {
    const { inventoryId, product } = await group([4], 2)
    const late = { ...PROFILES.default, holds: { at: "checkout" } } as const
    await withOptions(store, late, async () => {
      const cart = await memberCart(store, shop, alice, inventoryId)
      expect((await cart.add(product.variantId, 3)).status).toBe(200)
      expect(await readShared(store, inventoryId, product)).toEqual({ quantity: 2, held: 2 })
      expect(await cart.held()).toBe(2)
      await cart.checkOut()
      expect(await cart.held()).toBe(3)
      expect(await orderOf(cart)).toMatchObject({ type: "order" })
      await until("the units to be sold", async () => {
        return (await readShared(store, inventoryId, product)).quantity === 0
      })
    })
    expect(await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).toMatchObject({
      reserved: 3,
      counter: 3,
      lowest: 1,
    })
  })
})

describe("who may buy", () => {
  const FORBIDDEN = { status: 403, body: { code: "FORBIDDEN" } }

  it("is a member who is logged in, not one whose e-mail address somebody knows", async () => {
    const { inventoryId, product } = await group([2], 2)
    const metadata = { shared_inventory_id: inventoryId }
    const { rows } = await store.db.query<{ email: string }>(
      "select email from customer where id = $1",
      [alice.id]
    )
    expect(await Cart.tryCreate(store, shop, { metadata, email: rows[0]?.email })).toMatchObject(
      FORBIDDEN
    )
    const cart = await memberCart(store, shop, stranger)
    await cart.add(product.variantId).catch(() => undefined)
    const path = `/store/carts/${cart.id}`
    const refused = await as(stranger).send("POST", path, { metadata })
    const nowhere = await as(stranger).send("POST", path, {
      metadata: { shared_inventory_id: "hfinv_x" },
    })
    expect(refused).toMatchObject(FORBIDDEN)
    expect(nowhere).toMatchObject(FORBIDDEN)
    expect(String(nowhere.body?.message).replace("hfinv_x", inventoryId)).toBe(
      refused.body?.message
    )
  })

  it("is asked at every gate, of the cart's customer", async () => {
    const { inventoryId, product } = await group([3], 1)
    const cart = await memberCart(store, shop, bob)
    // By other ways than the Store API, metadata can say anything.
    const name = (id: string) =>
      store.db.query(
        "update cart set metadata = jsonb_build_object('shared_inventory_id', $2::text) where id = $1",
        [cart.id, id]
      )
    await name("hfinv_nowhere")
    expect(await cart.add(product.variantId)).toMatchObject(FORBIDDEN)
    await name(inventoryId)
    expect((await cart.add(product.variantId)).status).toBe(200)
    await name(await makeSharedInventory(store, [alice]))
    const [line] = await cart.lines()
    expect(await cart.update(line?.id ?? "", 2)).toMatchObject(FORBIDDEN)
    expect(await cart.extend()).toMatchObject(FORBIDDEN)
  })

  it("is checked again at completion; a removed member gets nothing", async () => {
    const { inventoryId, product } = await group([1], 1)
    const cart = await memberCart(store, shop, bob, inventoryId)
    expect((await cart.add(product.variantId)).status).toBe(200)
    await cart.checkOut()
    await removeMember(store, inventoryId, bob)
    expect(await cart.complete()).toMatchObject(FORBIDDEN)
    expect(await readShared(store, inventoryId, product)).toEqual({ quantity: 1, held: 0 })
    const other = await memberCart(store, shop, alice, inventoryId)
    expect((await other.add(product.variantId)).status).toBe(200)
  })

  it("is nobody while the inventory is frozen", async () => {
    const { inventoryId, product } = await group([1], 1)
    const cart = await memberCart(store, shop, bob, inventoryId)
    expect((await cart.add(product.variantId)).status).toBe(200)
    await cart.checkOut()
    await store.db.query("update holdfast_shared_inventory set frozen_at = now() where id = $1", [
      inventoryId,
    ])
    expect(await cart.complete()).toMatchObject({
      status: 409,
      body: { code: "SHARED_INVENTORY_CLOSED" },
    })
    expect(await readShared(store, inventoryId, product)).toEqual({ quantity: 1, held: 0 })
  })
})

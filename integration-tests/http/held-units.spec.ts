import { Cart } from "../lib/cart"
import { DropShopper, openDrop, signUp } from "../lib/drops"
import { linesOf } from "../lib/orders-admin"
import { MerchantApi } from "../lib/sharing"
import { letTimePass } from "../lib/time"
import { openShop, type Product, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"

let store: StoreUnderTest
let shop: Shop
let merchant: MerchantApi

beforeAll(async () => {
  store = await sharedStore("quiet")
  shop = await openShop(store)
  merchant = new MerchantApi(store)
})
afterAll(() => store?.close())

/** A product of which somebody holds units in a cart. */
async function heldProduct(stock: readonly [number, number?], held: number): Promise<Product> {
  const product = await shop.product(stock)
  const cart = await Cart.create(store, shop)
  expect((await cart.add(product.variantId, held)).status).toBe(200)
  return product
}

const onHold = (product: Product, figures: object) => ({
  status: 409,
  body: {
    type: "not_allowed",
    code: "UNITS_ON_HOLD",
    message: expect.stringContaining("where shoppers hold") as string,
    details: { levels: [{ inventory_item_id: product.inventoryItemId, ...figures }] },
  },
})

const levelsOf = (product: Product) => `/inventory-items/${product.inventoryItemId}/location-levels`
const levelOf = (product: Product) => `${levelsOf(product)}/${shop.locations[0]}`

async function orderOf(product: Product, quantity = 1): Promise<string> {
  const cart = await Cart.create(store, shop)
  const { body } = await cart.buy(product.variantId, quantity)
  const id = (body?.order as { id: string }).id
  await until("the hold to be consumed", async () => (await cart.held()) === 0)
  return id
}

async function stockOf({ inventoryItemId }: Product): Promise<number> {
  const { rows } = await store.db.query<{ stocked: number }>(
    "select sum(stocked_quantity)::int as stocked from inventory_level where inventory_item_id = $1",
    [inventoryItemId]
  )
  return rows[0]?.stocked ?? 0
}

const post = (path: string, body: object = {}) => merchant.send("POST", path, body)

async function done(path: string, body: object = {}): Promise<Record<string, unknown>> {
  const answer = await post(path, body)
  if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
  return answer.body ?? {}
}

describe("a stock correction", () => {
  it("is refused where it would take units that shoppers hold, and changes nothing", async () => {
    const product = await heldProduct([5], 3)
    const refused = await post(levelOf(product), { stocked_quantity: 2 })
    expect(refused).toMatchObject(
      onHold(product, { location_id: shop.locations[0], asked: 3, free: 2, held: 3 })
    )
    expect(await stockOf(product)).toBe(5)
  })

  it("passes as far as units are free, and when it adds some", async () => {
    const product = await heldProduct([5], 3)
    expect((await post(levelOf(product), { stocked_quantity: 3 })).status).toBe(200)
    expect((await post(levelOf(product), { stocked_quantity: 9 })).status).toBe(200)
  })

  it("leaves the units alone that drop buyers have in their carts", async () => {
    const product = await shop.product([3])
    const dropId = await openDrop(store, shop, product, { total_quantity: 2 })
    const customer = await signUp(store)
    const cart = (await Cart.create(store, shop)).actAs(customer)
    const buyer = new DropShopper(store, shop, customer)
    expect((await buyer.reserve(dropId, { cart_id: cart.id })).status).toBe(201)
    // Of three, one is hidden for the drop, one is in the buyer's cart.
    expect(await post(levelOf(product), { stocked_quantity: 1 })).toMatchObject(
      onHold(product, { asked: 2, free: 1, held: 1 })
    )
    expect((await post(levelOf(product), { stocked_quantity: 2 })).status).toBe(200)
  })

  it("of a batch is refused as a whole", async () => {
    const [free, held] = [await shop.product([5]), await heldProduct([5], 5)]
    const row = (product: Product, stocked_quantity: number) => ({
      inventory_item_id: product.inventoryItemId,
      location_id: shop.locations[0],
      stocked_quantity,
    })
    const batch = { update: [row(free, 0), row(held, 4)] }
    expect(await post("/inventory-items/location-levels/batch", batch)).toMatchObject(
      onHold(held, { asked: 1, free: 0, held: 5 })
    )
    expect(await stockOf(free)).toBe(5)
    const { inventory_item_id: _, ...here } = row(held, 4)
    expect(await post(`${levelsOf(held)}/batch`, { update: [here] })).toMatchObject({ status: 409 })
    expect((await post(`${levelsOf(free)}/batch`, { update: [here] })).status).toBe(200)
  })

  it("cannot remove a level with units that shoppers hold, alone or in a batch", async () => {
    const product = await heldProduct([2], 1)
    expect(await merchant.send("DELETE", levelOf(product))).toMatchObject(
      onHold(product, { asked: 2, free: 1, held: 1 })
    )
    const { rows } = await store.db.query<{ id: string }>(
      "select id from inventory_level where inventory_item_id = $1",
      [product.inventoryItemId]
    )
    const batch = { delete: rows.map((row) => row.id), force: true }
    expect(await post(`${levelsOf(product)}/batch`, batch)).toMatchObject({ status: 409 })
  })

  it("that makes no sense gets Medusa's own error", async () => {
    const product = await heldProduct([2], 1)
    const bodies = [{ stocked_quantity: -1 }, { stocked_quantity: "none" }, { stock: 1 }]
    for (const body of bodies) expect((await post(levelOf(product), body)).status).toBe(400)
    expect((await post("/inventory-items/location-levels/batch", { update: "all" })).status).toBe(
      400
    )
    expect((await post("/order-edits/order_nowhere/confirm")).status).toBe(404)
  })

  it("asks for a login first", async () => {
    const product = await heldProduct([2], 2)
    const url = `${store.url}/admin${levelOf(product)}`
    expect(await store.http.send("POST", url, {}, { stocked_quantity: 0 })).toMatchObject({
      status: 401,
      body: { message: "Unauthorized" },
    })
  })
})

describe("GET /admin/holds", () => {
  const holds = (query: string) => merchant.send("GET", `/holds?${query}`)

  it("tells who holds what, newest first, page by page", async () => {
    const product = await shop.product([3, 3])
    const carts = [await Cart.create(store, shop), await Cart.create(store, shop)]
    for (const cart of carts) await cart.add(product.variantId, 2)
    const item = `inventory_item_id=${product.inventoryItemId}`
    const [first, second] = carts.map((cart, index) => ({
      pool_kind: "level",
      inventory_item_id: product.inventoryItemId,
      variant_id: null,
      location_id: shop.locations[index],
      quantity: 2,
      holder_type: "cart",
      holder_id: cart.id,
      cart_id: cart.id,
      at_risk: false,
      completing: false,
    }))
    expect(await holds(item)).toMatchObject({
      status: 200,
      body: { holds: [second, first], count: 2, offset: 0, limit: 20 },
    })
    expect((await holds(`${item}&limit=1&offset=1`)).body).toMatchObject({
      holds: [first],
      count: 2,
    })
    const found = async (query: string) => (await holds(`${item}&${query}`)).body?.count
    expect(await found(`location_id=${shop.locations[0]}`)).toBe(1)
    expect(await found(`cart_id[]=${carts[0]?.id}&cart_id[]=${carts[1]?.id}`)).toBe(2)
    expect(await found(`holder_id=${carts[1]?.id}`)).toBe(1)
    expect(await found("pool_kind=drop")).toBe(0)
    expect(await found("at_risk=true")).toBe(0)
    expect(await found("at_risk=false")).toBe(2)
    expect(await found(`variant_id=${product.variantId}`)).toBe(0)
    await letTimePass(store.db, String(carts[0]?.id), 16 * 60)
    expect(await found("")).toBe(1)
  })

  it("refuses what it does not know, and who is not logged in", async () => {
    expect((await holds("color=red")).status).toBe(400)
    expect((await holds("pool_kind=swimming")).status).toBe(400)
    expect((await store.http.send("GET", `${store.url}/admin/holds`, {})).status).toBe(401)
  })
})

describe("a manual reservation", () => {
  it("takes free units only, also when it grows", async () => {
    const product = await heldProduct([5], 3)
    const at = {
      inventory_item_id: product.inventoryItemId,
      location_id: shop.locations[0],
    }
    expect(await post("/reservations", { ...at, quantity: 3 })).toMatchObject(
      onHold(product, { asked: 3, free: 2, held: 3 })
    )
    const { reservation } = await done("/reservations", { ...at, quantity: 1 })
    const path = `/reservations/${(reservation as { id: string }).id}`
    expect(await post(path, { quantity: 3 })).toMatchObject(
      onHold(product, { asked: 2, free: 1, held: 3 })
    )
    expect((await post(path, { quantity: 2 })).status).toBe(200)
    expect((await post(path, { description: "for the window" })).status).toBe(200)
  })
})

describe("an order that the merchant makes or changes", () => {
  const draft = (product: Product, quantity: number) => ({
    email: "phone@example.test",
    region_id: shop.regionId,
    sales_channel_id: shop.salesChannelId,
    items: [{ variant_id: product.variantId, quantity }],
    shipping_methods: [],
  })

  it("as a draft becomes one only from free units", async () => {
    const product = await heldProduct([5], 3)
    const convert = async (quantity: number) => {
      const { draft_order } = await done("/draft-orders", draft(product, quantity))
      return post(`/draft-orders/${(draft_order as { id: string }).id}/convert-to-order`)
    }
    expect(await convert(3)).toMatchObject(onHold(product, { asked: 3, free: 2, held: 3 }))
    expect((await convert(2)).status).toBe(200)
  })

  it("by an edit grows only by free units, and may always shrink", async () => {
    const product = await shop.product([6])
    const orderId = await orderOf(product, 2)
    const cart = await Cart.create(store, shop)
    await cart.add(product.variantId, 3) // one is left
    const edit = async (quantity: number) => {
      const [line] = await linesOf(store, orderId)
      await done("/order-edits", { order_id: orderId })
      const path = `/order-edits/${orderId}`
      await done(`${path}/items/item/${line?.id}`, { quantity })
      await done(`${path}/request`)
      return path
    }
    const tooMuch = await edit(4)
    expect(await post(`${tooMuch}/confirm`)).toMatchObject(
      onHold(product, { asked: 2, free: 1, held: 3 })
    )
    await merchant.send("DELETE", tooMuch)
    expect((await post(`${await edit(3)}/confirm`)).status).toBe(200)
    expect((await post(`${await edit(1)}/confirm`)).status).toBe(200)
  })

  /** An order of one unit, sent out, and a product of which all units are held but those given. */
  async function sentOrder() {
    const orderId = await orderOf(await shop.product([1]))
    const [line] = await linesOf(store, orderId)
    const location_id = shop.locations[0]
    const items = [{ id: line?.id, quantity: 1 }]
    await done(`/orders/${orderId}/fulfillments`, { location_id, items })
    return { orderId, items, location_id }
  }

  it("by an exchange gives out free units only", async () => {
    const product = await heldProduct([3], 2)
    const { orderId, items, location_id } = await sentOrder()
    const { exchange } = await done("/exchanges", { order_id: orderId })
    const path = `/exchanges/${(exchange as { id: string }).id}`
    await done(`${path}/inbound/items`, { location_id, items })
    const add = (quantity: number) =>
      done(`${path}/outbound/items`, { items: [{ variant_id: product.variantId, quantity }] })
    await add(2)
    expect(await post(`${path}/request`)).toMatchObject(
      onHold(product, { asked: 2, free: 1, held: 2 })
    )
    await shop.setStock(product.inventoryItemId, 0, 4)
    expect((await post(`${path}/request`)).status).toBe(200)
  })

  it("by a claim gives out free units only", async () => {
    const product = await heldProduct([3], 2)
    const { orderId, items } = await sentOrder()
    const { claim } = await done("/claims", { order_id: orderId, type: "replace" })
    const path = `/claims/${(claim as { id: string }).id}`
    await done(`${path}/claim-items`, { items })
    const outbound = { items: [{ variant_id: product.variantId, quantity: 2 }] }
    await done(`${path}/outbound/items`, outbound)
    expect(await post(`${path}/request`)).toMatchObject(
      onHold(product, { asked: 2, free: 1, held: 2 })
    )
    await shop.setStock(product.inventoryItemId, 0, 4)
    expect((await post(`${path}/request`)).status).toBe(200)
  })

  it("is let through where another location serves it from free units", async () => {
    const product = await heldProduct([2, 5], 2) // held at the first
    const { draft_order } = await done("/draft-orders", draft(product, 4))
    const path = `/draft-orders/${(draft_order as { id: string }).id}/convert-to-order`
    expect((await post(path)).status).toBe(200)
  })
})

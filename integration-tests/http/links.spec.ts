import { writeFileSync } from "node:fs"
import path from "node:path"
import { listHoldsOfEach } from "../../src/modules/ledger/operations/list-holds"
import { Cart } from "../lib/cart"
import { openDrop } from "../lib/drops"
import { FIXTURES, runInside } from "../lib/reconcile"
import { openShop, type Product, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"
import { Trader, aVariant, grant, sharedInventory, tradeOf, units } from "../lib/trading"
import { readFences } from "../package/lib/fences"

let store: StoreUnderTest
let shop: Shop
let alice: Trader
let bob: Trader
let product: Product
let dropId: string
let inventoryId: string
let tradeId: string

beforeAll(async () => {
  store = await sharedStore("quiet")
  shop = await openShop(store)
  alice = await Trader.signUp(store, shop)
  bob = await Trader.signUp(store, shop)
  product = await shop.product([5])
  dropId = await openDrop(store, shop, product)
  inventoryId = (await sharedInventory(store.db, [[alice, "owner"]])).id
  await grant(store.db, alice.self, units(product.variantId, 1))
  const wanted = [units(aVariant(), 1)]
  const offered = [units(product.variantId, 1)]
  tradeId = tradeOf(await alice.propose({ target: bob.asTarget, offered, wanted })).id
})

afterAll(() => store?.close())

interface Graph {
  entity: string
  fields: string[]
  filters: object
}

const ask = (...graphs: Graph[]): Promise<unknown[][]> =>
  runInside(store, "graph.ts", ...graphs.map((graph) => JSON.stringify(graph)))

it("joins our rows with Medusa's in both directions", async () => {
  const [drops, variants, products, channels, members, customers, legs] = await ask(
    {
      entity: "holdfast_drop",
      fields: ["id", "product_variant.title", "product.title", "sales_channel.id"],
      filters: { id: dropId },
    },
    {
      entity: "product_variant",
      fields: ["id", "holdfast_drops.id", "holdfast_drops.name", "holdfast_trade_legs.trade_id"],
      filters: { id: product.variantId },
    },
    {
      entity: "product",
      fields: ["id", "variants.holdfast_drops.id"],
      filters: { id: product.id },
    },
    {
      entity: "sales_channel",
      fields: ["id", "holdfast_drops.id"],
      filters: { id: shop.salesChannelId },
    },
    {
      entity: "holdfast_membership",
      fields: ["role", "customer.first_name"],
      filters: { shared_inventory_id: inventoryId },
    },
    {
      entity: "customer",
      fields: ["id", "holdfast_memberships.role"],
      filters: { id: alice.customer.id },
    },
    {
      entity: "holdfast_trade_leg",
      fields: ["quantity", "product_variant.product.title"],
      filters: { trade_id: tradeId, variant_id: product.variantId },
    }
  )
  const ofDrop = [expect.objectContaining({ id: dropId })]
  expect(drops).toMatchObject([
    {
      id: dropId,
      product_variant: { title: expect.any(String) },
      product: { title: expect.any(String) },
      sales_channel: { id: shop.salesChannelId },
    },
  ])
  expect(variants).toMatchObject([
    { holdfast_drops: ofDrop, holdfast_trade_legs: [{ trade_id: tradeId }] },
  ])
  expect(products).toMatchObject([{ variants: [{ holdfast_drops: ofDrop }] }])
  expect(channels).toMatchObject([{ holdfast_drops: ofDrop }])
  expect(members).toMatchObject([{ role: "owner", customer: { first_name: "Robin" } }])
  expect(customers).toMatchObject([{ holdfast_memberships: [{ role: "owner" }] }])
  expect(legs).toMatchObject([
    { quantity: 1, product_variant: { product: { title: expect.any(String) } } },
  ])
})

describe("holds", () => {
  let card: Product
  let cart: Cart
  let buyer: Cart
  let orderId: string

  beforeAll(async () => {
    card = await shop.product([5])
    cart = await Cart.create(store, shop)
    for (const one of [card, await shop.product([1])])
      expect((await cart.add(one.variantId)).status).toBe(200)
    buyer = await Cart.create(store, shop)
    const { body } = await buyer.buy(card.variantId, 2)
    expect(body).toMatchObject({ type: "order" })
    orderId = (body?.order as { id: string }).id
    expect((await alice.reserve(dropId)).status).toBe(201)
    const isBought = `select from holdfast_hold where order_id = $1 and status = 'consumed'`
    await until(
      "the bought hold to be consumed",
      async () => (await store.db.query(isBought, [orderId])).rowCount === 1
    )
  })

  it("lead to their order, cart, customer, pool and inventory item", async () => {
    const [bought, inCart, reserved] = await ask(
      {
        entity: "holdfast_hold",
        fields: ["quantity", "order.id", "cart.id", "inventory_item.id", "pool.inventory_item.id"],
        filters: { order_id: orderId },
      },
      {
        entity: "holdfast_hold",
        fields: ["id", "order.id", "cart.email", "pool.kind", "pool.held", "customer.id"],
        filters: { cart_id: cart.id, inventory_item_id: card.inventoryItemId },
      },
      {
        entity: "holdfast_hold",
        fields: ["id", "customer.first_name", "cart.id", "pool.owner_id", "inventory_item.id"],
        filters: { customer_id: alice.customer.id },
      }
    )
    const inventory_item = { id: card.inventoryItemId }
    expect(bought).toEqual([
      expect.objectContaining({
        quantity: 2,
        order: expect.objectContaining({ id: orderId }),
        cart: expect.objectContaining({ id: buyer.id }),
        inventory_item: expect.objectContaining(inventory_item),
        pool: expect.objectContaining({ inventory_item: expect.objectContaining(inventory_item) }),
      }),
    ])
    expect(inCart).toMatchObject([
      { cart: { email: expect.stringContaining("@") }, pool: { kind: "level", held: 1 } },
    ])
    expect(inCart?.[0]).not.toHaveProperty("order.id")
    expect(reserved).toMatchObject([
      { customer: { first_name: "Robin" }, pool: { owner_id: dropId } },
    ])
    expect(reserved?.[0]).not.toHaveProperty("inventory_item.id")
  })

  it("are listed at orders, carts, customers and inventory items, beside other lists", async () => {
    const [orders, carts, customers, items, pools] = await ask(
      {
        entity: "order",
        fields: ["id", "cart.holdfast_holds.quantity", "holdfast_holds.pool.inventory_item.id"],
        filters: { id: orderId },
      },
      {
        entity: "cart",
        fields: ["id", "holdfast_holds.status", "holdfast_holds.order.id"],
        filters: { id: [cart.id, buyer.id] },
      },
      {
        entity: "customer",
        fields: ["id", "holdfast_memberships.role", "holdfast_holds.pool.kind"],
        filters: { id: [alice.customer.id, bob.customer.id] },
      },
      {
        entity: "inventory_item",
        fields: ["id", "holdfast_holds.cart.id", "holdfast_holds.order.id"],
        filters: { id: card.inventoryItemId },
      },
      {
        entity: "holdfast_pool",
        fields: ["kind", "inventory_item.id"],
        filters: { inventory_item_id: card.inventoryItemId },
      }
    )
    const active = expect.objectContaining({ status: "active" })
    expect(orders).toMatchObject([
      {
        cart: { holdfast_holds: [{ quantity: 2 }] },
        holdfast_holds: [{ pool: { inventory_item: { id: card.inventoryItemId } } }],
      },
    ])
    expect(carts).toHaveLength(2)
    expect(carts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: cart.id, holdfast_holds: [active, active] }),
        expect.objectContaining({
          id: buyer.id,
          holdfast_holds: [
            expect.objectContaining({ order: expect.objectContaining({ id: orderId }) }),
          ],
        }),
      ])
    )
    expect(customers).toHaveLength(2)
    expect(customers).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          id: alice.customer.id,
          holdfast_memberships: [expect.objectContaining({ role: "owner" })],
          holdfast_holds: [
            expect.objectContaining({ pool: expect.objectContaining({ kind: "drop" }) }),
          ],
        }),
        expect.objectContaining({ id: bob.customer.id, holdfast_holds: [] }),
      ])
    )
    expect(items).toMatchObject([
      { holdfast_holds: [{ order: { id: orderId } }, { cart: { id: cart.id } }] },
    ])
    expect(pools).toMatchObject([{ kind: "level", inventory_item: { id: card.inventoryItemId } }])
  })

  it("of one cart leave the others theirs when a list is full", async () => {
    const cart_id = [cart.id, buyer.id]
    const listed = await listHoldsOfEach(store.db, { cart_id }, "cart_id", 1)
    expect(listed.map((hold) => hold.cart_id)).toEqual([buyer.id, cart.id])
    expect(listed[1]?.counted_id).not.toBe(card.inventoryItemId) // that hold is older
    expect(await listHoldsOfEach(store.db, { cart_id }, "cart_id", 2)).toHaveLength(3)
  })

  it("are read as the guide does it", async () => {
    const script = readFences("docs/guides/hooks.md").find(({ use }) => use === "script")
    const written = path.join(store.folder, "who-holds.ts")
    writeFileSync(written, script?.text ?? "")
    const file = path.relative(FIXTURES, written)
    expect(await runInside(store, file, card.inventoryItemId)).toMatchObject([
      {
        id: card.inventoryItemId,
        holdfast_holds: [
          { quantity: 2, status: "consumed", order: { display_id: expect.any(Number) } },
          { quantity: 1, status: "active", cart: { email: expect.stringContaining("@") } },
        ],
      },
    ])
  })
})

import { openDrop } from "../lib/drops"
import { runInside } from "../lib/reconcile"
import { openShop, type Product, type Shop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"
import { Trader, aVariant, grant, sharedInventory, tradeOf, units } from "../lib/trading"

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

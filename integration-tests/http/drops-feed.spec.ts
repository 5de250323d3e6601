import { randomUUID } from "node:crypto"
import { customerToken } from "../../scripts/lib/customer-token"
import type { StoreDropAnswer } from "../../src/contracts/drops"
import { fillCart } from "../lib/customers"
import { DropShopper, openDrop, type Customer } from "../lib/drops"
import { openShop, type Product, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"

let store: StoreUnderTest
let shop: Shop
let product: Product
let dropId: string

beforeAll(async () => {
  store = await sharedStore("default")
  shop = await openShop(store)
  product = await shop.product([10])
  dropId = await openDrop(store, shop, product, { total_quantity: 10, hold_ttl_seconds: 600 })
})

afterAll(() => store?.close())

async function buyAs(first_name: string, last_name: string, metadata = {}): Promise<Customer> {
  const { customer } = await store.admin.post<{ customer: { id: string } }>("/admin/customers", {
    email: `${randomUUID()}@example.test`,
    first_name,
    last_name,
    metadata,
  })
  const buyer = { id: customer.id, token: customerToken(customer.id) }
  const shopper = new DropShopper(store, shop, buyer)
  expect((await shopper.reserve(dropId)).status).toBe(201)
  const cart = await fillCart(store, shop, shopper, product)
  expect((await shopper.purchase(dropId, cart.id)).status).toBe(200)
  await until("the purchase to be written down", async () => (await rowsOf(buyer)) === 1)
  return buyer
}

async function rowsOf({ id }: Customer): Promise<number> {
  const { rows } = await store.db.query<{ count: number }>(
    "select count(*)::int as count from holdfast_drop_purchase where customer_id = $1",
    [id]
  )
  return rows[0]?.count ?? 0
}

async function shown(): Promise<string[]> {
  const answer = await new DropShopper(store, shop).send("GET", `/store/drops/${dropId}`)
  const { drop } = answer.body as StoreDropAnswer
  return drop.latest_purchasers.map(({ username }) => username)
}

const feedIs = (wanted: string[]): Promise<unknown> =>
  until(`the feed to show ${wanted.join(", ")}`, async () => {
    return JSON.stringify(await shown()) === JSON.stringify(wanted)
  })

it("the feed shows the three latest who want that, by first name and initial", async () => {
  expect(await shown()).toEqual([])
  await buyAs("Ada", "Lovelace")
  const grace = await buyAs("Grace", "Hopper")
  await buyAs("Secret", "Admirer", { holdfast_hide_purchases: true })
  const edsger = await buyAs("Edsger", "Dijkstra")
  const barbara = await buyAs("Barbara", "Liskov")
  expect(await shown()).toEqual(["Barbara L.", "Edsger D.", "Grace H."])

  // Who does not want it any more is gone from it, and comes back likewise.
  const asGrace = new DropShopper(store, shop, grace)
  const hide = (holdfast_hide_purchases: boolean) =>
    asGrace.send("POST", "/store/customers/me", { metadata: { holdfast_hide_purchases } })
  expect((await hide(true)).status).toBe(200)
  await feedIs(["Barbara L.", "Edsger D.", "Ada L."])
  expect((await hide(false)).status).toBe(200)
  await feedIs(["Barbara L.", "Edsger D.", "Grace H."])

  // An account that is deleted leaves no name behind.
  await store.admin.delete(`/admin/customers/${barbara.id}`)
  await feedIs(["Edsger D.", "Grace H.", "Ada L."])
  expect(await rowsOf(barbara)).toBe(0)
  expect(await rowsOf(edsger)).toBe(1)
  const { rows } = await store.db.query<{ username: string }>(
    "select username from holdfast_drop_purchase where drop_id = $1 and customer_id is null",
    [dropId]
  )
  expect(rows).toEqual([{ username: "Somebody" }])
})

import type { Answer } from "../../scripts/rush/http"
import type { MemberRole } from "../../src/contracts/shared-inventories"
import { Cart } from "./cart"
import { DropShopper, type Customer } from "./drops"
import { foundInventory } from "./sharing"
import type { Product, Shop } from "./shop"
import type { StoreUnderTest } from "./store-under-test"

/** A shared inventory with these members, the first of whom owns it. */
export const makeSharedInventory = (
  store: StoreUnderTest,
  members: readonly (Customer & { role?: MemberRole })[]
): Promise<string> =>
  foundInventory(
    store,
    "Club",
    members.map((one, index) => [one, one.role ?? (index ? "member" : "owner")])
  )

export const removeMember = (
  { db }: StoreUnderTest,
  inventoryId: string,
  customer: Customer
): Promise<unknown> =>
  db.query(
    `update holdfast_membership set status = 'removed', ended_at = now() where shared_inventory_id = $1 and customer_id = $2`,
    [inventoryId, customer.id]
  )

/** A cart of that customer; with an inventory, it buys for it. */
export async function memberCart(
  store: StoreUnderTest,
  shop: Shop,
  customer: Customer,
  inventoryId?: string,
  url = store.url
): Promise<Cart> {
  const shopper = new DropShopper(store, shop, customer, url)
  const cart = await Cart.create(store, shop, url)
  await expectOk(shopper.send("POST", `/store/carts/${cart.id}/customer`))
  if (inventoryId) {
    const metadata = { shared_inventory_id: inventoryId }
    await expectOk(shopper.send("POST", `/store/carts/${cart.id}`, { metadata }))
  }
  return cart
}

async function expectOk(sent: Promise<Answer>): Promise<void> {
  const { status, body } = await sent
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`)
}

/** What the pool of a shared inventory has, straight from its row. */
export async function readShared(
  { db }: StoreUnderTest,
  inventoryId: string,
  product: Product
): Promise<{ quantity: number; held: number }> {
  const { rows } = await db.query<{ quantity: string; held: string }>(
    `select quantity::text, held::text from holdfast_pool
     where kind = 'shared' and owner_id = $1 and counted_id = $2`,
    [inventoryId, product.variantId]
  )
  return { quantity: Number(rows[0]?.quantity ?? 0), held: Number(rows[0]?.held ?? 0) }
}

import type { Answer } from "../../scripts/rush/http"
import { adminDrop, type AdminDrop, type AdminDropStats } from "../../src/contracts/admin-drops"
import { Cart } from "./cart"
import { DropShopper, type Customer } from "./drops"
import { MerchantApi } from "./sharing"
import type { Product, Shop } from "./shop"
import { until, type StoreUnderTest } from "./store-under-test"

/** The Admin API of drops; every call returns the whole answer, errors included. */
export class DropsAdmin extends MerchantApi {
  protected override readonly base = "/drops"

  /** @throws when the drop was refused. */
  async create(body: object): Promise<AdminDrop> {
    return dropOf(await this.send("POST", "", body))
  }

  async get(dropId: string): Promise<AdminDrop> {
    return dropOf(await this.send("GET", `/${dropId}`))
  }

  async stats(dropId: string): Promise<AdminDropStats> {
    return (await this.send("GET", `/${dropId}/stats`)).body?.stats as AdminDropStats
  }
}

/** The drop of an answer, checked against its contract. */
export function dropOf({ status, body }: Answer): AdminDrop {
  if (status !== 200) throw new Error(`No drop: ${status} ${JSON.stringify(body)}`)
  return adminDrop.strict().parse(body?.drop)
}

export const fromNow = (seconds: number): string =>
  new Date(Date.now() + seconds * 1_000).toISOString()

/** A body that makes a drop live at once. */
export const settingsOf = (shop: Shop, product: Product, more: object = {}): object => ({
  name: "Numbered run",
  variant_id: product.variantId,
  sales_channel_id: shop.salesChannelId,
  total_quantity: 3,
  starts_at: fromNow(-60),
  ...more,
})

/** Moves a drop's window, in the drop and in its pool. */
export async function moveWindow(
  store: StoreUnderTest,
  dropId: string,
  startsInSeconds: number,
  endsInSeconds: number
): Promise<void> {
  const times = [dropId, startsInSeconds, endsInSeconds]
  await store.db.query(
    `update holdfast_drop set starts_at = now() + make_interval(secs => $2), ends_at = now() + make_interval(secs => $3)
     where id = $1`,
    times
  )
  await store.db.query(
    `update holdfast_pool set opens_at = now() + make_interval(secs => $2), closes_at = now() + make_interval(secs => $3)
     where owner_id = $1`,
    times
  )
}

/** Expires the live reservations of a drop. */
export async function letHoldsExpire(store: StoreUnderTest, dropId: string): Promise<void> {
  await store.db.query(
    `update holdfast_hold set expires_at = now() - interval '1 second', extend_until = now() - interval '1 second'
     where status = 'active' and pool_id in (select id from holdfast_pool where owner_id = $1)`,
    [dropId]
  )
}

/** Medusa's reservations of an item, the counter of its levels, and the units allotted to pools. */
export async function readAside(
  store: StoreUnderTest,
  inventoryItemId: string
): Promise<{ rows: number[]; counter: number; pools: number }> {
  const { rows } = await store.db.query<{ quantity: string }>(
    `select quantity::text from reservation_item where inventory_item_id = $1 and deleted_at is null
     order by quantity desc`,
    [inventoryItemId]
  )
  const { rows: counters } = await store.db.query<{ counter: string }>(
    `select sum(reserved_quantity)::text as counter from inventory_level
     where inventory_item_id = $1 and deleted_at is null`,
    [inventoryItemId]
  )
  const { rows: pools } = await store.db.query<{ units: string }>(
    `select coalesce(sum(pool_units * units_per_pool_unit), 0)::text as units from holdfast_allotment
     where inventory_item_id = $1`,
    [inventoryItemId]
  )
  return {
    rows: rows.map((row) => Number(row.quantity)),
    counter: Number(counters[0]?.counter),
    pools: Number(pools[0]?.units),
  }
}

/** Reserves into a cart, checks out, buys, and waits until the drop counts the sale. */
export async function buyFromDrop(
  store: StoreUnderTest,
  shop: Shop,
  admin: DropsAdmin,
  customer: Customer,
  dropId: string
): Promise<void> {
  const shopper = new DropShopper(store, shop, customer)
  const cart = await Cart.create(store, shop)
  const { sold } = await admin.get(dropId)
  expect((await shopper.reserve(dropId, { cart_id: cart.id })).status).toBe(201)
  await cart.checkOut()
  expect(await shopper.purchase(dropId, cart.id)).toMatchObject({ status: 200 })
  await until("the sale to be counted", async () => (await admin.get(dropId)).sold > sold)
}

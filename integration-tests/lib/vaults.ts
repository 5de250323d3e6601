import type { Owner } from "../../src/contracts/vaults"
import { inTransaction } from "../../src/modules/ledger/operations/in-transaction"
import { moveUnits } from "../../src/modules/ledger/operations/move-units"
import { listPools } from "../../src/modules/ledger/operations/list-pools"
import { listVaultEntries } from "../../src/modules/ledger/operations/vaults"
import type { Cart } from "./cart"
import type { Customer } from "./drops"
import type { Product, Shop, Stock } from "./shop"
import type { StoreUnderTest } from "./store-under-test"

export const vaultOf = ({ id }: Customer): Owner => ({ type: "customer", id })
export const sharedVault = (id: string): Owner => ({ type: "shared_inventory", id })

/** A product that a vault takes, marked on its product. */
export async function tradable(store: StoreUnderTest, shop: Shop, stock: Stock): Promise<Product> {
  const product = await shop.product(stock)
  await store.admin.post(`/admin/products/${product.id}`, { metadata: { tradable: true } })
  return product
}

/** Units that an owner has of a product. */
export async function unitsIn(
  { db }: StoreUnderTest,
  owner: Owner,
  product: Product
): Promise<number> {
  const of = { owner: [owner], kind: ["vault" as const], variant_id: [product.variantId] }
  const [vault] = await listPools(db as never, of)
  return Number(vault?.quantity ?? 0)
}

/** The journal of an owner's vault of one product: what came and went, the oldest first. */
export async function movementsOf(
  { db }: StoreUnderTest,
  owner: Owner,
  product: Product
): Promise<string[]> {
  const { rows } = await listVaultEntries(
    db as never,
    { owners: [owner] },
    { limit: 100, offset: 0 }
  )
  return rows
    .filter((row) => row.variant_id === product.variantId)
    .map((row) => `${row.kind} ${Number(row.quantity)}`)
    .reverse()
}

/** As a trade does it: units leave one vault for another. */
export async function giveAway(
  { db }: StoreUnderTest,
  from: Owner,
  to: Owner,
  product: Product,
  quantity: number
): Promise<void> {
  const limits = { lockTimeoutMs: 5_000, statementTimeoutMs: 5_000 }
  const { outcome } = await inTransaction(db as never, limits, (executor) =>
    moveUnits(
      executor,
      [{ variant_id: product.variantId, from, to, quantity: String(quantity), reference: "test" }],
      { actor: "shopper", reason: "a trade" }
    )
  )
  if (outcome !== "moved") throw new Error("The units were not there.")
}

/** As if a product's orders had been placed minutes ago: later ones may still be in progress. */
export const ageOrders = ({ db }: StoreUnderTest, product: Product): Promise<unknown> =>
  db.query(
    `update "order" set created_at = created_at - interval '5 minutes', updated_at = updated_at - interval '5 minutes'
     where id in (select i.order_id from order_item i join order_line_item l on l.id = i.item_id where l.variant_id = $1)`,
    [product.variantId]
  )

/** The order that a cart became; fails with Medusa's answer. */
export async function orderFrom(cart: Cart, variantId: string, quantity = 1): Promise<string> {
  const { body } = await cart.buy(variantId, quantity)
  const order = body?.order as { id: string } | undefined
  if (!order) throw new Error(`No order: ${JSON.stringify(body)}`)
  return order.id
}

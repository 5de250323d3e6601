import { rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import { PROFILES } from "../../scripts/test/profiles"
import { Cart } from "../lib/cart"
import { DropShopper, signUp, type Customer } from "../lib/drops"
import { openEventTap, type EventTap } from "../lib/event-tap"
import { editQuantity, returnUnits } from "../lib/orders-admin"
import { withOptions } from "../lib/reconcile"
import { MerchantApi } from "../lib/sharing"
import { makeSharedInventory, memberCart } from "../lib/shared-inventories"
import { openShop, type Product, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"
import {
  giveAway,
  movementsOf,
  orderFrom,
  sharedVault,
  tradable,
  unitsIn,
  vaultOf,
} from "../lib/vaults"

let tap: EventTap
let store: StoreUnderTest
let shop: Shop
let alice: Customer
let bob: Customer
let merchant: MerchantApi

beforeAll(async () => {
  store = await sharedStore("default")
  writeFileSync(path.join(store.folder, "echo"), "every event of an order comes three times")
  tap = await openEventTap(store)
  shop = await openShop(store)
  alice = await signUp(store)
  bob = await signUp(store)
  merchant = new MerchantApi(store)
})

afterAll(async () => {
  if (store) rmSync(path.join(store.folder, "echo"))
  await tap?.close()
  await store?.close()
})

const has = (owner: Parameters<typeof unitsIn>[1], product: Product, units: number) =>
  until(`${units} unit(s) in the vault of ${owner.id}`, async () => {
    return (await unitsIn(store, owner, product)) === units
  })

/** An order of Alice's, and its units in her vault. */
async function bought(units: number): Promise<{ product: Product; orderId: string }> {
  const product = await tradable(store, shop, [9])
  const cart = await memberCart(store, shop, alice)
  const orderId = await orderFrom(cart, product.variantId, units)
  await has(vaultOf(alice), product, units)
  return { product, orderId }
}

describe("an order", () => {
  it("credits its buyer's vault once per line, however often its event comes", async () => {
    const { product } = await bought(2)
    await orderFrom(await memberCart(store, shop, alice), product.variantId)
    await has(vaultOf(alice), product, 3)
    expect(await movementsOf(store, vaultOf(alice), product)).toEqual(["credited 2", "credited 1"])
  })

  it("credits what is marked: by the variant's or product's metadata, or by a tag", async () => {
    const [plain, byVariant, byTag] = [
      await shop.product([5]),
      await shop.product([5]),
      await shop.product([5]),
    ]
    await store.admin.post(`/admin/products/${byVariant.id}/variants/${byVariant.variantId}`, {
      metadata: { tradable: true },
    })
    const { product_tag } = await store.admin.post<{ product_tag: { id: string } }>(
      "/admin/product-tags",
      { value: "collectible" }
    )
    await store.admin.post(`/admin/products/${byTag.id}`, { tags: [{ id: product_tag.id }] })
    const cart = await memberCart(store, shop, alice)
    for (const product of [plain, byVariant]) await cart.add(product.variantId)
    await orderFrom(cart, byTag.variantId)
    await has(vaultOf(alice), byVariant, 1)
    await has(vaultOf(alice), byTag, 1)
    expect(await unitsIn(store, vaultOf(alice), plain)).toBe(0)
  })

  it("of a guest fills no vault", async () => {
    const product = await tradable(store, shop, [3])
    await orderFrom(await Cart.create(store, shop), product.variantId)
    const cart = await memberCart(store, shop, alice)
    await orderFrom(cart, product.variantId) // an event that came later has been handled
    await has(vaultOf(alice), product, 1)
    const { rows } = await store.db.query(
      "select owner_id from holdfast_pool where kind = 'vault' and counted_id = $1",
      [product.variantId]
    )
    expect(rows).toEqual([{ owner_id: alice.id }])
  })

  it("credits the shared inventory that the cart names, if its buyer may", async () => {
    const ours = await makeSharedInventory(store, [alice])
    const theirs = await makeSharedInventory(store, [bob])
    const product = await tradable(store, shop, [9])
    const buyWith = async (metadata: object): Promise<void> => {
      const cart = await memberCart(store, shop, alice)
      const shopper = new DropShopper(store, shop, alice)
      await shopper.send("POST", `/store/carts/${cart.id}`, { metadata })
      await orderFrom(cart, product.variantId)
    }
    await buyWith({ vault_shared_inventory_id: ours })
    await has(sharedVault(ours), product, 1)
    await buyWith({ shared_inventory_id: ours })
    await has(sharedVault(ours), product, 2)
    await buyWith({ shared_inventory_id: ours, vault_shared_inventory_id: "self" })
    await has(vaultOf(alice), product, 1)
    await buyWith({ vault_shared_inventory_id: theirs })
    await has(vaultOf(alice), product, 2)
    expect(await unitsIn(store, sharedVault(theirs), product)).toBe(0)
  })

  it("credits nothing of a variant that the merchant blocked", async () => {
    const product = await tradable(store, shop, [9])
    const other = await tradable(store, shop, [9])
    const trading = { ...PROFILES.default.trading, blockedVariants: [product.variantId] }
    await withOptions(store, { ...PROFILES.default, trading }, async () => {
      const cart = await memberCart(store, shop, alice)
      await cart.add(other.variantId)
      await orderFrom(cart, product.variantId)
      await has(vaultOf(alice), other, 1)
    })
    expect(await unitsIn(store, vaultOf(alice), product)).toBe(0)
    // From here on it is not blocked, and an order of the last days would be credited.
    await store.admin.post(`/admin/products/${product.id}`, { metadata: { tradable: false } })
  })
})

describe("an order that is taken back", () => {
  it("debits what it credited, once", async () => {
    const { product, orderId } = await bought(2)
    await store.admin.post(`/admin/orders/${orderId}/cancel`, {})
    await has(vaultOf(alice), product, 0)
    expect(await movementsOf(store, vaultOf(alice), product)).toEqual(["credited 2", "debited -2"])
  })

  it("debits what was returned, unit by unit", async () => {
    const { product, orderId } = await bought(3)
    await returnUnits(store, shop, orderId, 1)
    await has(vaultOf(alice), product, 2)
    expect(await movementsOf(store, vaultOf(alice), product)).toEqual(["credited 3", "debited -1"])
  })

  it("follows an edit of its quantity, down and up", async () => {
    const { product, orderId } = await bought(3)
    await editQuantity(store, orderId, 1)
    await has(vaultOf(alice), product, 1)
    await editQuantity(store, orderId, 2)
    await has(vaultOf(alice), product, 2)
  })

  it("takes only what is still there, and records the rest as a shortfall", async () => {
    const { product, orderId } = await bought(3)
    await giveAway(store, vaultOf(alice), vaultOf(bob), product, 2)
    await store.admin.post(`/admin/orders/${orderId}/cancel`, {})
    await has(vaultOf(alice), product, 0)
    expect(await unitsIn(store, vaultOf(bob), product)).toBe(2)

    const listed = await merchant.send("GET", `/vaults/shortfalls?order_id=${orderId}`)
    expect(listed.body).toMatchObject({
      count: 1,
      shortfalls: [
        {
          owner: vaultOf(alice),
          variant_id: product.variantId,
          order_id: orderId,
          quantity: 2,
          resolved_at: null,
        },
      ],
    })
    const [{ id }] = (listed.body as { shortfalls: [{ id: string }] }).shortfalls
    await until("the event of it", async () =>
      tap.heard.some((event) => event.data.shortfall_id === id)
    )
    expect(tap.heard.filter((event) => event.name === "holdfast.vault.shortfall")).toHaveLength(1)

    const path = `/vaults/shortfalls/${id}/resolve`
    expect((await merchant.send("POST", path, {})).status).toBe(400)
    const resolved = await merchant.send("POST", path, { reason: "paid in cash" })
    expect(resolved.body).toMatchObject({ shortfall: { resolved_reason: "paid in cash" } })
    const twice = await merchant.send("POST", path, { reason: "something else" })
    expect(twice.body).toEqual(resolved.body)
    const open = await merchant.send("GET", `/vaults/shortfalls?order_id=${orderId}&resolved=false`)
    expect(open.body).toMatchObject({ count: 0, shortfalls: [] })
    const done = await merchant.send("GET", `/vaults/shortfalls?order_id=${orderId}&resolved=true`)
    expect(done.body).toMatchObject({ count: 1 })
    expect(
      await merchant.send("POST", "/vaults/shortfalls/hfshort_nowhere/resolve", { reason: "x" })
    ).toMatchObject({
      status: 404,
      body: { code: "NOT_FOUND" },
    })
  })

  it("owes all of it where nothing is left", async () => {
    const { product, orderId } = await bought(1)
    await giveAway(store, vaultOf(alice), vaultOf(bob), product, 1)
    await store.admin.post(`/admin/orders/${orderId}/cancel`, {})
    await until("the shortfall", async () => {
      const { body } = await merchant.send(
        "GET",
        `/vaults/shortfalls?variant_id=${product.variantId}`
      )
      return (body as { count: number }).count === 1
    })
    expect(await unitsIn(store, vaultOf(alice), product)).toBe(0)
  })
})

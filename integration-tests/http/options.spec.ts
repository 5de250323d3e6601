import { readFile } from "node:fs/promises"
import { startStore, type Store } from "../../scripts/lib/store"
import { PROFILES } from "../../scripts/test/profiles"
import type { HoldfastOptionsInput } from "../../src/contracts/options"
import { Cart } from "../lib/cart"
import { execScript } from "../lib/commands"
import { readItem, readLedger } from "../lib/medusa-rows"
import { changeOptions, runInside } from "../lib/reconcile"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"
import { signUp } from "../lib/drops"
import { Collector, MerchantApi, errorAnswer } from "../lib/sharing"

let store: StoreUnderTest
let shop: Shop

beforeAll(async () => {
  store = await sharedStore("default")
  shop = await openShop(store)
})

afterAll(() => store?.close())

/** A process with these options, for the tests of one block. */
function inProcessWith(options: HoldfastOptionsInput): () => StoreUnderTest {
  let process: Store | undefined
  beforeAll(async () => {
    process = await store.start({ options })
  })
  afterAll(() => process?.stop())
  return () => ({ ...store, url: process?.url ?? "", stores: process ? [process] : [] })
}

const REFUSED = { code: "INSUFFICIENT_STOCK" }

describe("holds and backorders", () => {
  const options = { ...PROFILES.default, holds: { at: "checkout" }, backorders: "variant" } as const
  let restore: () => Promise<unknown>
  beforeAll(async () => {
    restore = await changeOptions(store, options)
  })
  afterAll(() => restore?.())

  it('holds.at "checkout" checks stock in the cart, and holds it when the payment begins', async () => {
    const product = await shop.product([1])
    const [first, second] = [await Cart.create(store, shop), await Cart.create(store, shop)]
    expect((await first.add(product.variantId, 2)).body).toMatchObject(REFUSED)
    expect((await first.add(product.variantId)).status).toBe(200)
    expect((await second.add(product.variantId)).status).toBe(200)
    expect(await readLedger(store.db, product.inventoryItemId)).toEqual({ held: 0, active: 0 })
    await second.checkOut()
    expect(await second.held()).toBe(1)
    const refused = await first.send("POST", "/store/payment-collections", { cart_id: first.id })
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject(REFUSED)
    expect((await second.complete()).body).toMatchObject({ type: "order" })
  })

  it('backorders "variant" respects the flag of the variant and still counts stock for the others', async () => {
    const flagged = await shop.product([1], { allow_backorder: true })
    const counted = await shop.product([1])
    const cart = await Cart.create(store, shop)
    expect((await cart.add(flagged.variantId, 5)).status).toBe(200)
    expect((await cart.add(counted.variantId, 2)).body).toMatchObject(REFUSED)
    const { body } = await cart.send("GET", `/store/variants/${flagged.variantId}/availability`)
    expect(body).toMatchObject({ state: "backorder", available: null })
    await cart.checkOut()
    expect((await cart.complete()).body).toMatchObject({ type: "order" })
  })
})

describe("a plugin that only watches, and does not trade", () => {
  const at = inProcessWith({ mode: "observe", trading: { enabled: false } })

  it("changes nothing, and logs what it would have done", async () => {
    const product = await shop.product([1])
    const [first, second] = [await Cart.create(at(), shop), await Cart.create(at(), shop)]
    expect((await first.add(product.variantId)).status).toBe(200)
    expect((await second.add(product.variantId)).status).toBe(200)
    const tooMany = await first.add(product.variantId)
    expect(tooMany.status).toBe(400) // Medusa's own check
    expect(await readLedger(at().db, product.inventoryItemId)).toEqual({ held: 0, active: 0 })
    await first.checkOut()
    expect((await first.complete()).body).toMatchObject({ type: "order" })
    const log = await readFile(at().stores[0]?.logFile ?? "", "utf8")
    expect(log).toContain("holdfast observe: would hold a cart's units")
    expect(log).toContain("holdfast observe: would reject a change")
    expect(log).toContain("holdfast observe: would allow a completion")
  })

  it("returns 404 to everybody for vaults and shared inventories", async () => {
    const guest = new Collector(at(), shop)
    const customer = new Collector(at(), shop, await signUp(at()))
    const merchant = new MerchantApi(at())
    const missing = errorAnswer(404, "NOT_FOUND")
    for (const path of ["/vault", "/vault/entries", "/shared-inventories"]) {
      expect(await customer.get(path)).toMatchObject(missing)
      expect(await guest.get(path)).toMatchObject(missing)
    }
    expect(await customer.post("/shared-inventories", { name: "Card club" })).toMatchObject(missing)
    for (const path of ["/vaults", "/shared-inventories"]) {
      expect(await merchant.send("GET", path)).toMatchObject(missing)
    }
    expect(await merchant.send("POST", "/vaults/grant", {})).toMatchObject(missing)
  })
})

describe("hooks switched off", () => {
  const at = inProcessWith({
    hooks: {
      "addToCart.validate": false,
      "updateLineItemInCart.validate": false,
      "createCart.cartCreated": false,
      "completeCart.validate": false,
    },
  })

  it("leave early checks and the completion's cover check on the routes", async () => {
    const product = await shop.product([1])
    const [first, second] = [await Cart.create(at(), shop), await Cart.create(at(), shop)]
    expect((await first.add(product.variantId)).status).toBe(200)
    expect(await first.held()).toBe(0)
    expect((await second.add(product.variantId)).status).toBe(200)
    await first.checkOut()
    await second.checkOut()
    const answers = await Promise.all([first.complete(), second.complete()])
    expect(answers.map((answer) => answer.body?.code ?? answer.body?.type).sort()).toEqual(
      ["INSUFFICIENT_STOCK", "order"].sort()
    )
    expect((await readItem(at().db, product.inventoryItemId, shop.salesChannelId)).reserved).toBe(1)
  })
})

describe("the hooks, for callers that pass no route", () => {
  it("refuse custom code as they refuse a shopper", async () => {
    const product = await shop.product([1])
    const cart = await Cart.create(store, shop)
    const file = "add-to-cart.ts"
    expect(await runInside(store, file, cart.id, product.variantId, "2")).toEqual({
      code: "INSUFFICIENT_STOCK",
      type: "not_allowed",
    })
    const words = [cart.id, product.variantId, "1"]
    const added = await execScript(store, `./integration-tests/fixtures/${file}`, ...words)
    expect(added.log).toContain("fixture: added")
    await until("the hold", async () => (await cart.held()) === 1)
  })
})

describe("a wrong option", () => {
  it("stops the boot with a sentence that names it", async () => {
    const options = { holds: { ttlSeconds: -1 }, mod: "observe" } as unknown as HoldfastOptionsInput
    const start = startStore({ kind: "holdfast", databaseUrl: store.databaseUrl, options })
    await expect(start).rejects.toThrow(
      /options of medusa-plugin-holdfast in medusa-config\.ts are wrong/
    )
    await expect(start).rejects.toThrow(/"holds\.ttlSeconds"/)
    await expect(start).rejects.toThrow(/"mod"/)
  })
})

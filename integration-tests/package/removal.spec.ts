import { readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { startStore } from "../../scripts/lib/store"
import { Cart } from "../lib/cart"
import { DropShopper, openDrop, signUp } from "../lib/drops"
import { execIn } from "../lib/commands"
import { openShop, type Product, type Shop } from "../lib/shop"
import { openStore, type StoreUnderTest } from "../lib/store-under-test"
import { readFences } from "./lib/fences"
import { useScratch } from "./lib/scratch"
import { shell } from "./lib/shell"
import { copyStore, pluginScript, SECRETS, setPlugins } from "./lib/store-project"

const PAGE = "docs/guides/remove.md"

let project: ReturnType<typeof copyStore>
let store: StoreUnderTest
let shop: Shop
let product: Product
let before: number

beforeAll(async () => {
  project = copyStore(await useScratch(), "leaving")
  setPlugins(project)
  store = await openStore({ project, env: SECRETS })
  shop = await openShop(store)
  product = await shop.product([6, 6])
  before = await available()
}, 600_000)

afterAll(() => store?.close())

/** As Medusa has it: stocked less reserved, over both locations. */
async function available(): Promise<number> {
  const { inventory_levels } = await store.admin.get<{
    inventory_levels: { stocked_quantity: number; reserved_quantity: number }[]
  }>(`/admin/inventory-items/${product.inventoryItemId}/location-levels`)
  return inventory_levels.reduce(
    (sum, level) => sum + level.stocked_quantity - level.reserved_quantity,
    0
  )
}

const commandOf = (use: string): string =>
  readFences(PAGE).find((fence) => fence.use === use)?.text ?? ""

/** The script that gives all back, as the page says to run it. */
const remove = () => execIn(project, store, pluginScript("remove"))

const schedule = (settings: object) => openDrop(store, shop, product, { ...settings })

describe("leaving", () => {
  it("begins with a store that keeps much away from the shop", async () => {
    const customer = await signUp(store)
    const live = await schedule({ total_quantity: 2 })
    const inCart = await Cart.create(store, shop)
    const shopper = new DropShopper(store, shop, customer)
    expect((await shopper.reserve(live, { cart_id: inCart.id })).status).toBe(201)
    await schedule({ total_quantity: 3, starts_at: new Date(Date.now() + 3_600_000).toISOString() })
    // A pool that belongs to no drop, as a shared inventory's does.
    const orphan = await schedule({ total_quantity: 1 })
    await store.db.query(
      `update holdfast_pool set kind = 'shared', owner_type = 'shared_inventory' where owner_id = $1`,
      [orphan]
    )
    const cart = await Cart.create(store, shop)
    expect((await cart.add(product.variantId, 2)).status).toBe(200)
    expect(before).toBe(12)
    expect(await available()).toBe(7) // one of the six allotted units is exposed, in a cart
  })

  it("lets no new holds come once the store observes only", async () => {
    const config = path.join(project.folder, "medusa-config.ts")
    const text = readFileSync(config, "utf8")
    const observing = text.replace("options: {}", 'options: { mode: "observe" }')
    expect(observing).not.toBe(text)
    writeFileSync(config, observing)
    await store.stores[0]?.stop()
    await store.start({ port: store.stores[0]?.port })
    const cart = await Cart.create(store, shop)
    expect((await cart.add(product.variantId)).status).toBe(200)
    expect(await cart.held()).toBe(0)
  })

  it("names the page's own command", () => {
    expect(commandOf("return").trim()).toBe(`npx medusa exec ${pluginScript("remove")}`)
  })

  it("waits for a cart that is being completed, and says so", async () => {
    await store.db.query(
      `update holdfast_hold set completing_at = clock_timestamp() where status = 'active' and quantity = 2`
    )
    const { code, log } = await remove()
    expect(log).toContain("1 hold(s) belong to carts in completion")
    expect(log).toContain("NOT done")
    expect(code).toBe(1)
    expect(await available()).toBe(before) // drops and pools did not have to wait for it
  })

  it("gives everything back, and does no harm when repeated", async () => {
    await store.db.query(`update holdfast_hold set completing_at = null where status = 'active'`)
    const first = await remove()
    expect(first.log).toContain("released 1 hold(s)")
    expect(first.log).toContain("holdfast remove: done")
    expect(first.code).toBe(0)
    const second = await remove()
    expect(second.log).toContain(
      "ended 0 drop(s), released 0 hold(s), returned the units of 0 pool(s)."
    )
    expect(second.code).toBe(0)
  })

  it("removes all our rows from Medusa's stock", async () => {
    const { rows } = await store.db.query(
      `select 1 from reservation_item where deleted_at is null and metadata ? 'holdfast_pool_id'`
    )
    expect(rows).toEqual([])
    expect(await available()).toBe(before)
    const { code, log } = await execIn(project, store, pluginScript("reconcile"))
    expect(log).toContain("ledger and Medusa agree")
    expect(code).toBe(0)
  })

  it("takes the tables along, if that is wanted", async () => {
    const ours = () =>
      store.db.query(
        `select relname from pg_class where starts_with(relname, 'holdfast_')
         union all select proname from pg_proc where starts_with(proname, 'holdfast_')`
      )
    expect((await ours()).rows).not.toEqual([])
    const env = { ...SECRETS, DATABASE_URL: store.databaseUrl }
    await shell(commandOf("tables"), project.folder, env)
    expect((await ours()).rows).toEqual([])
  })

  it("ends with a store that sells without the plugin's entry", async () => {
    await Promise.all(store.stores.map((one) => one.stop()))
    project = copyStore(await useScratch(), "left")
    setPlugins(project, () => "")
    const { databaseUrl } = store
    const plain = await startStore({ kind: "stock", project, databaseUrl, env: SECRETS })
    try {
      const cart = await Cart.create(store, shop, plain.url)
      // All of it, as Medusa sells it by itself: a line from one location.
      expect((await cart.buy(product.variantId, 6)).body).toMatchObject({ type: "order" })
      const next = await Cart.create(store, shop, plain.url)
      expect((await next.buy(product.variantId, 6)).body).toMatchObject({ type: "order" })
      // Not by the client of the tests, which knows the plugin's routes and would miss them.
      const holds = await fetch(`${plain.url}/store/carts/${cart.id}/holds`, {
        headers: { "x-publishable-api-key": shop.key },
      })
      expect(holds.status).toBe(404)
    } finally {
      await plain.stop()
    }
  })
})

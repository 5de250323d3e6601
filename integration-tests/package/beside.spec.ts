import { once } from "node:events"
import { readFileSync } from "node:fs"
import path from "node:path"
import { spawnMedusa } from "../../scripts/store/medusa-cli"
import { Cart } from "../lib/cart"
import { openShop } from "../lib/shop"
import { openStore, type StoreUnderTest } from "../lib/store-under-test"
import { readFences, writeFiles } from "./lib/fences"
import { useScratch, type Scratch } from "./lib/scratch"
import { sells } from "./lib/sells"
import { shell } from "./lib/shell"
import { copyStore, SECRETS, setPlugins } from "./lib/store-project"

const PAGE = "docs/guides/beside-others.md"

let scratch: Scratch

beforeAll(async () => {
  scratch = await useScratch()
}, 600_000)

describe("a store with cart hooks of its own, which call ours", () => {
  let store: StoreUnderTest

  beforeAll(async () => {
    const project = copyStore(scratch, "own-hooks")
    writeFiles(readFences(PAGE), project.folder)
    setPlugins(project)
    await shell("npx tsc --noEmit -p .", project.folder)
    store = await openStore({ project, env: SECRETS })
  })
  afterAll(() => store?.close())

  sells(() => store)

  it("keeps its own rules, and holds nothing for what they refuse", async () => {
    const shop = await openShop(store)
    const product = await shop.product([10])
    const cart = await Cart.create(store, shop)
    expect(await cart.add(product.variantId, 6)).toMatchObject({
      status: 400,
      body: { message: "We sell at most five of a kind." },
    })
    expect(await cart.held()).toBe(0)
  })

  it("passes our gates all the same, when a cart is changed and when it is completed", async () => {
    const shop = await openShop(store)
    const product = await shop.product([1])
    const cart = await Cart.create(store, shop)
    expect((await cart.buy(product.variantId)).body).toMatchObject({ type: "order" })
    const { rows } = await store.db.query<{ reason: string }>(
      `select e.reason from holdfast_entry e join holdfast_hold h on h.id = e.hold_id
       where h.cart_id = $1 order by e.id`,
      [cart.id]
    )
    const reasons = rows.map((row) => row.reason)
    expect(reasons).toEqual(
      expect.arrayContaining(["the cart was changed", "the cart's completion began"])
    )
  })

  // Files under `links` are read before those under `workflows`, and `subscribers` after them.
  it.each([
    ["where Medusa looks for hooks", "workflows/hooks"],
    ["before ours", "links"],
    ["after ours", "subscribers"],
  ])("does not start with ours left on, and says what to do: registered %s", async (_, below) => {
    const project = copyStore(scratch, `taken-in-${path.basename(below)}`)
    const hooks = readFences(PAGE).filter(({ file }) => file?.endsWith("complete-cart.ts"))
    writeFiles(
      hooks.map((fence) => ({ ...fence, file: `src/${below}/complete-cart.ts` })),
      project.folder
    )
    setPlugins(project)
    const env = { ...SECRETS, DATABASE_URL: store.databaseUrl }
    const { child, logFile } = spawnMedusa(project, ["start", "-p", "0"], project.name, env)
    const [code] = (await once(child, "exit")) as [number]
    const log = readFileSync(logFile, "utf8").replaceAll('\\"', '"')
    expect(log).toContain(
      'Holdfast and another handler both use Medusa\'s workflow hook "completeCart.validate"'
    )
    expect(log).toContain('hooks: { "completeCart.validate": false }')
    expect(log).toContain("call validateCompleteCart of")
    expect(code).not.toBe(0)
  })
})

describe("a production build of a store with the loyalty plugin", () => {
  let store: StoreUnderTest

  beforeAll(async () => {
    const [install, plugins] = readFences(PAGE).filter(({ use }) => use === "loyalty")
    const project = copyStore(scratch, "with-loyalty")
    await shell(install?.text ?? "", scratch.store)
    setPlugins(project, () => plugins?.text ?? "")
    await shell("npx medusa build", project.folder)
    const folder = path.join(project.folder, ".medusa", "server")
    store = await openStore({ project: { ...project, folder }, env: SECRETS })
  }, 600_000)
  afterAll(() => store?.close())

  it("has both plugins at work", async () => {
    const { rows } = await store.db.query(
      "select to_regclass('store_credit_account') as loyalty, to_regclass('holdfast_pool') as holdfast"
    )
    expect(rows).toEqual([{ loyalty: "store_credit_account", holdfast: "holdfast_pool" }])
  })

  sells(() => store)
})

import { PROFILES } from "../../scripts/test/profiles"
import { Cart } from "../lib/cart"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"
import { letTimePass } from "../lib/time"

let store: StoreUnderTest
let shop: Shop

beforeAll(async () => {
  // No interval ends while this file runs: what is swept, is swept at a start.
  store = await sharedStore("quiet")
  shop = await openShop(store)
})
afterAll(() => store?.close())

async function statusesOf(cart: Cart): Promise<string[]> {
  const { rows } = await store.db.query<{ status: string }>(
    "select status from holdfast_hold where cart_id = $1",
    [cart.id]
  )
  return rows.map((row) => row.status)
}

it("sweeps as a process starts, before its first interval is over", async () => {
  const product = await shop.product([1])
  const cart = await Cart.create(store, shop)
  expect((await cart.add(product.variantId)).status).toBe(200)
  await letTimePass(store.db, cart.id, 3_600)
  expect(await statusesOf(cart)).toEqual(["active"]) // due, and nobody has tidied it
  const warned = { holds: [], covered: false, warnings: [{ code: "HOLD_EXPIRED" }] }
  expect(await cart.holds()).toMatchObject(warned)

  await store.start({ options: PROFILES.quiet })
  await until("the sweep at the start", async () => (await statusesOf(cart))[0] === "expired")
})

it("leaves that to others in a process that runs no jobs", async () => {
  const product = await shop.product([1])
  const cart = await Cart.create(store, shop)
  expect((await cart.add(product.variantId)).status).toBe(200)
  await letTimePass(store.db, cart.id, 3_600)

  const server = await store.start({
    options: PROFILES.quiet,
    env: { MEDUSA_WORKER_MODE: "server" },
  })
  await server.stop() // waits for what it started
  expect(await statusesOf(cart)).toEqual(["active"])
})

import type { ShortLine } from "../../src/contracts/error-answers"
import type { ErrorAnswer } from "../../src/contracts/errors"
import { storeCartHolds } from "../../src/contracts/holds"
import type { Answer } from "../../scripts/rush/http"
import { Cart } from "../lib/cart"
import { execScript } from "../lib/commands"
import { readItem, readLedger } from "../lib/medusa-rows"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"
import { letTimePass } from "../lib/time"

let store: StoreUnderTest
let shop: Shop

beforeAll(async () => {
  store = await sharedStore("default")
  shop = await openShop(store)
})

afterAll(() => store?.close())

const code = (answer: Answer): unknown => answer.body?.code
const shortLines = (answer: Answer): ShortLine[] =>
  (answer.body as unknown as ErrorAnswer & { details: { lines: ShortLine[] } }).details.lines

describe("putting units into a cart", () => {
  it("holds them, so that the next shopper is refused with what is left", async () => {
    const product = await shop.product([5])
    const [first, second] = [await Cart.create(store, shop), await Cart.create(store, shop)]
    expect((await first.add(product.variantId, 4)).status).toBe(200)

    const refused = await second.add(product.variantId, 2)
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({ type: "not_allowed", code: "INSUFFICIENT_STOCK" })
    expect(shortLines(refused)).toEqual([
      {
        line_item_id: null,
        variant_id: product.variantId,
        inventory_item_id: product.inventoryItemId,
        asked: 2,
        available: 1,
      },
    ])
    expect((await second.add(product.variantId, 1)).status).toBe(200)
    expect(await first.held()).toBe(4)
  })

  it("refuses in the same words when there was plenty a moment ago and the merchant took it away", async () => {
    const product = await shop.product([1_000])
    const [first, second] = [await Cart.create(store, shop), await Cart.create(store, shop)]
    expect((await first.add(product.variantId)).status).toBe(200)
    await shop.setStock(product.inventoryItemId, 0, 2)
    const refused = await second.add(product.variantId, 2)
    expect(refused.status).toBe(409)
    expect(code(refused)).toBe("INSUFFICIENT_STOCK")
    expect(shortLines(refused)).toMatchObject([{ asked: 2, available: 1 }])
    expect(await second.held()).toBe(0)
  })

  it("never lets the own hold block its owner, up to the last unit", async () => {
    const product = await shop.product([3])
    const cart = await Cart.create(store, shop)
    for (let i = 0; i < 3; i++) expect((await cart.add(product.variantId)).status).toBe(200)
    expect(code(await cart.add(product.variantId))).toBe("INSUFFICIENT_STOCK")
    expect(await cart.held()).toBe(3)
  })

  it("sums the same variant added twice, and lines that share an inventory item", async () => {
    const single = await shop.product([5])
    const pair = await shop.product([], {
      inventory_items: [{ inventory_item_id: single.inventoryItemId, required_quantity: 2 }],
    })
    const cart = await Cart.create(store, shop)
    expect((await cart.add(pair.variantId, 2)).status).toBe(200)
    const refused = await cart.add(single.variantId, 2)
    expect(code(refused)).toBe("INSUFFICIENT_STOCK")
    // The error names both lines, because it is their sum that is too much.
    expect(shortLines(refused).map((line) => line.variant_id)).toEqual([
      pair.variantId,
      single.variantId,
    ])
    expect(shortLines(refused)[0]).toMatchObject({ asked: 6, available: 5 })
    expect((await cart.add(single.variantId, 1)).status).toBe(200)
    expect(await cart.held()).toBe(5)
  })

  it("serves a line from one location only, but lines from several", async () => {
    const product = await shop.product([2, 3])
    const cart = await Cart.create(store, shop)
    const refused = await cart.add(product.variantId, 4)
    expect(code(refused)).toBe("INSUFFICIENT_STOCK")
    expect(shortLines(refused)[0]).toMatchObject({ asked: 4, available: 3 })
    expect((await cart.add(product.variantId, 3)).status).toBe(200)
    const other = await Cart.create(store, shop)
    expect((await other.add(product.variantId, 2)).status).toBe(200)
  })

  it("holds fractions of stock exactly", async () => {
    const hide = await shop.product([0.3])
    const piece = await shop.product([], {
      inventory_items: [{ inventory_item_id: hide.inventoryItemId, required_quantity: 0.1 }],
    })
    const cart = await Cart.create(store, shop)
    expect((await cart.add(piece.variantId, 1)).status).toBe(200)
    expect((await cart.add(piece.variantId, 2)).status).toBe(200)
    expect(await cart.held()).toBe(0.3)
    expect(await readLedger(store.db, hide.inventoryItemId)).toMatchObject({ held: 0.3 })
    const refused = await cart.add(piece.variantId, 1)
    expect(shortLines(refused)[0]).toMatchObject({ asked: 0.4, available: 0.3 })
  })

  it("refuses a broken number of pieces, which Medusa would turn into another number", async () => {
    const product = await shop.product([5])
    const cart = await Cart.create(store, shop)
    const refused = await cart.add(product.variantId, 1.5)
    expect(refused.status).toBe(400)
    expect(refused.body).toMatchObject({ type: "invalid_data", code: "INVALID_DATA" })
    expect(await cart.lines()).toEqual([])
  })

  it("refuses backorders of variants that are flagged for them", async () => {
    const product = await shop.product([1], { allow_backorder: true })
    const cart = await Cart.create(store, shop)
    expect(code(await cart.add(product.variantId, 2))).toBe("INSUFFICIENT_STOCK")
    expect((await cart.add(product.variantId, 1)).status).toBe(200)
    const other = await Cart.create(store, shop)
    expect(code(await other.add(product.variantId, 1))).toBe("INSUFFICIENT_STOCK")
  })

  it("lets unmanaged variants pass without a hold", async () => {
    const product = await shop.product([], { manage_inventory: false })
    const cart = await Cart.create(store, shop)
    expect((await cart.add(product.variantId, 50)).status).toBe(200)
    expect(await cart.holds()).toMatchObject({ holds: [], covered: true, expires_at: null })
  })

  it("covers a cart that is created with items, or does not create it", async () => {
    const product = await shop.product([2])
    const items = (quantity: number) => ({ items: [{ variant_id: product.variantId, quantity }] })
    const created = await Cart.tryCreate(store, shop, items(2))
    expect(created.status).toBe(200)
    const cart = Cart.of(store, shop, (created.body?.cart as { id: string }).id)
    expect(await cart.held()).toBe(2)
    const refused = await Cart.tryCreate(store, shop, items(1))
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({ code: "INSUFFICIENT_STOCK" })
    expect(shortLines(refused)[0]).toMatchObject({ asked: 1, available: 0 })
  })

  it("serves two clicks at once on one cart, one after the other", async () => {
    const product = await shop.product([10])
    const cart = await Cart.create(store, shop)
    const answers = await Promise.all(Array.from({ length: 6 }, () => cart.add(product.variantId)))
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 200])
    expect(await cart.held()).toBe(6)
  })
})

describe("changing and removing lines", () => {
  it("grows a hold, and gives back what a smaller line does not need", async () => {
    const product = await shop.product([10])
    const cart = await Cart.create(store, shop)
    await cart.add(product.variantId, 2)
    const [line] = await cart.lines()
    expect((await cart.update(line?.id ?? "", 8)).status).toBe(200)
    expect(await cart.held()).toBe(8)
    expect(code(await cart.update(line?.id ?? "", 11))).toBe("INSUFFICIENT_STOCK")
    expect(await cart.held()).toBe(8)
    expect((await cart.update(line?.id ?? "", 3)).status).toBe(200)
    await until("the surplus to go back", async () => (await cart.held()) === 3)
  })

  it("releases the hold of a line that is removed, or set to zero", async () => {
    const product = await shop.product([4])
    for (const take of [
      (cart: Cart, id: string) => cart.remove(id),
      (cart: Cart, id: string) => cart.update(id, 0),
    ]) {
      const cart = await Cart.create(store, shop)
      await cart.add(product.variantId, 4)
      const [line] = await cart.lines()
      expect((await take(cart, line?.id ?? "")).status).toBe(200)
      await until("the units to go back", async () => (await cart.held()) === 0)
      expect(await readLedger(store.db, product.inventoryItemId)).toEqual({ held: 0, active: 0 })
    }
  })

  it("keeps the holds of the other lines", async () => {
    const [a, b] = [await shop.product([2]), await shop.product([2])]
    const cart = await Cart.create(store, shop)
    await cart.add(a.variantId, 2)
    await cart.add(b.variantId, 1)
    const line = (await cart.lines()).find((one) => one.variant_id === a.variantId)
    await cart.remove(line?.id ?? "")
    await until("the units to go back", async () => (await cart.held()) === 1)
    expect((await cart.holds()).holds[0]?.inventory_item_id).toBe(b.inventoryItemId)
  })

  it("takes nothing from the ledger when a later step of the change fails", async () => {
    const product = await shop.product([5])
    const cart = await Cart.create(store, shop)
    // No price in any currency of the region: Medusa refuses after our gate.
    const { rows } = await store.db.query<{ price_set_id: string }>(
      "select price_set_id from product_variant_price_set where variant_id = $1",
      [product.variantId]
    )
    await store.db.query("update price set deleted_at = now() where price_set_id = $1", [
      rows[0]?.price_set_id,
    ])
    expect((await cart.add(product.variantId, 2)).status).toBe(400)
    expect(await readLedger(store.db, product.inventoryItemId)).toEqual({ held: 0, active: 0 })
  })
})

describe("the Store routes of the holds", () => {
  it("answer what the contract says, with the server's time", async () => {
    const product = await shop.product([2])
    const cart = await Cart.create(store, shop)
    await cart.add(product.variantId, 2)
    const [line] = await cart.lines()
    const holds = storeCartHolds.parse(await cart.holds())
    expect(holds).toMatchObject({ cart_id: cart.id, covered: true, warnings: [] })
    expect(holds.holds).toHaveLength(1)
    expect(holds.holds[0]).toMatchObject({ quantity: 2, line_item_ids: [line?.id], at_risk: false })
    const left = Date.parse(holds.expires_at ?? "") - Date.parse(holds.server_time)
    expect(left).toBeGreaterThan(14 * 60_000)
    expect(left).toBeLessThanOrEqual(15 * 60_000)
  })

  it("extend up to the hard cap and no further", async () => {
    const product = await shop.product([1])
    const cart = await Cart.create(store, shop)
    await cart.add(product.variantId)
    await letTimePass(store.db, cart.id, 14 * 60)
    const soon = await cart.holds()
    expect((await cart.extend()).status).toBe(200)
    const later = await cart.holds()
    expect(Date.parse(later.expires_at ?? "")).toBeGreaterThan(Date.parse(soon.expires_at ?? ""))
    await store.db.query(
      "update holdfast_hold set extend_until = clock_timestamp() + interval '1 minute', expires_at = clock_timestamp() + interval '30 seconds' where cart_id = $1",
      [cart.id]
    )
    await cart.extend()
    const capped = await cart.holds()
    expect(capped.expires_at).toBe(capped.holds[0]?.extend_until)
  })

  it("give all units back at once, and take them again on request", async () => {
    const product = await shop.product([1])
    const [cart, other] = [await Cart.create(store, shop), await Cart.create(store, shop)]
    await cart.add(product.variantId)
    const released = await cart.send("DELETE", `/store/carts/${cart.id}/holds`)
    expect(released.body).toMatchObject({
      holds: [],
      covered: false,
      warnings: [{ code: "INSUFFICIENT_STOCK" }],
    })
    expect((await cart.extend()).body).toMatchObject({ covered: true, warnings: [] })
    await cart.send("DELETE", `/store/carts/${cart.id}/holds`)
    expect((await other.add(product.variantId)).status).toBe(200)
    const refused = await cart.extend()
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({ code: "INSUFFICIENT_STOCK" })
    expect(shortLines(refused)[0]).toMatchObject({ asked: 1, available: 0 })
  })

  it("return 404 for a cart that does not exist, and need a publishable key", async () => {
    const cart = await Cart.create(store, shop)
    expect((await cart.send("GET", "/store/carts/cart_nowhere/holds")).status).toBe(404)
    expect((await cart.send("POST", "/store/carts/cart_nowhere/holds/extend")).status).toBe(404)
    expect((await cart.send("DELETE", "/store/carts/cart_nowhere/holds")).status).toBe(404)
    expect(
      (await store.http.send("GET", `${store.url}/store/carts/${cart.id}/holds`, {})).status
    ).toBe(400)
  })
})

describe("a hold whose time ran out", () => {
  it("counts for nobody at once", async () => {
    const product = await shop.product([1])
    const [late, next] = [await Cart.create(store, shop), await Cart.create(store, shop)]
    await late.add(product.variantId)
    await letTimePass(store.db, late.id, 16 * 60)
    expect(await late.holds()).toMatchObject({ holds: [], covered: false })
    expect((await next.add(product.variantId)).status).toBe(200)
    await late.checkOut()
    const refused = await late.complete()
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({ code: "INSUFFICIENT_STOCK" })
    expect(shortLines(refused)[0]).toMatchObject({ asked: 1, available: 0 })
    expect(shortLines(refused)[0]?.line_item_id).toMatch(/^cali_/)
  })

  it("is taken again at completion while the units are there", async () => {
    const product = await shop.product([1])
    const cart = await Cart.create(store, shop)
    await cart.add(product.variantId)
    await cart.checkOut()
    await letTimePass(store.db, cart.id, 16 * 60)
    expect((await cart.complete()).body).toMatchObject({ type: "order" })
  })

  it("is tidied by the sweeper, with an entry in the journal", async () => {
    const product = await shop.product([1])
    const cart = await Cart.create(store, shop)
    await cart.add(product.variantId)
    await letTimePass(store.db, cart.id, 16 * 60)
    await until(
      "the sweeper",
      async () => (await readLedger(store.db, product.inventoryItemId)).active === 0,
      30_000
    )
    const { rows } = await store.db.query<{ kind: string; quantity: string }>(
      `select e.kind, e.quantity::text from holdfast_entry e join holdfast_hold h on h.id = e.hold_id
       where h.cart_id = $1 order by e.id`,
      [cart.id]
    )
    expect(rows.at(0)).toEqual({ kind: "placed", quantity: "1" })
    expect(rows.at(-1)).toEqual({ kind: "expired", quantity: "-1" })
  })
})

describe("completing a cart", () => {
  it("turns the holds into the order's reservations", async () => {
    const product = await shop.product([3])
    const cart = await Cart.create(store, shop)
    const ordered = await cart.buy(product.variantId, 2)
    expect(ordered.body).toMatchObject({ type: "order" })
    const order = ordered.body?.order as { id: string }
    await until(
      "the holds to be consumed",
      async () => (await readLedger(store.db, product.inventoryItemId)).held === 0
    )
    const { rows } = await store.db.query(
      "select status, order_id from holdfast_hold where cart_id = $1",
      [cart.id]
    )
    expect(rows).toEqual([{ status: "consumed", order_id: order.id }])
    expect(await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).toMatchObject({
      reserved: 2,
      counter: 2,
      lowest: 1,
    })
  })

  it("answers a second completion of the cart with the same order", async () => {
    const product = await shop.product([2])
    const cart = await Cart.create(store, shop)
    await cart.add(product.variantId)
    await cart.checkOut()
    const answers = await Promise.all([cart.complete(), cart.complete(), cart.complete()])
    const again = await cart.complete()
    const ids = [...answers, again].map(
      (answer) => (answer.body?.order as { id: string } | undefined)?.id
    )
    expect(new Set(ids).size).toBe(1)
    expect(ids[0]).toMatch(/^order_/)
    await until(
      "the holds to be consumed",
      async () => (await readLedger(store.db, product.inventoryItemId)).held === 0
    )
    expect((await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).reserved).toBe(
      1
    )
  })

  it("needs a payment session as usual, and gives nothing away when it is refused for that", async () => {
    const product = await shop.product([1])
    const cart = await Cart.create(store, shop)
    await cart.add(product.variantId)
    const refused = await cart.complete()
    expect(refused.status).toBe(400)
    expect(await cart.held()).toBe(1)
    const { rows } = await store.db.query("select 1 from holdfast_lock where cart_id = $1", [
      cart.id,
    ])
    expect(rows).toEqual([])
    await cart.checkOut()
    expect((await cart.complete()).body).toMatchObject({ type: "order" })
  })

  it("takes a bundle's items together", async () => {
    const [shoe, lace] = [await shop.product([2]), await shop.product([10])]
    const bundle = await shop.product([], {
      inventory_items: [
        { inventory_item_id: shoe.inventoryItemId, required_quantity: 1 },
        { inventory_item_id: lace.inventoryItemId, required_quantity: 4 },
      ],
    })
    const cart = await Cart.create(store, shop)
    const refused = await cart.add(bundle.variantId, 3)
    expect(
      shortLines(refused)
        .map((line) => [line.inventory_item_id, line.asked, line.available])
        .sort()
    ).toEqual(
      [
        [shoe.inventoryItemId, 3, 2],
        [lace.inventoryItemId, 12, 10],
      ].sort()
    )
    expect(await readLedger(store.db, lace.inventoryItemId)).toMatchObject({ held: 0 })
    expect((await cart.buy(bundle.variantId, 2)).body).toMatchObject({ type: "order" })
    await until(
      "the holds to be consumed",
      async () => (await readLedger(store.db, lace.inventoryItemId)).held === 0
    )
    expect((await readItem(store.db, lace.inventoryItemId, shop.salesChannelId)).reserved).toBe(8)
  })
})

it("query.graph reads holds and pools, for a shop's own code and for module links", async () => {
  const product = await shop.product([5])
  const [first, second] = [await Cart.create(store, shop), await Cart.create(store, shop)]
  for (const [cart, units] of [[first, 3] as const, [second, 1] as const])
    expect((await cart.add(product.variantId, units)).status).toBe(200)
  const fixture = "./integration-tests/fixtures/graph-holds.ts"
  const { code: exit, log } = await execScript(store, fixture, first.id, product.inventoryItemId)
  expect({ exit, log }).toMatchObject({ exit: 0, log: expect.stringContaining("fixture: ") })
  const [, json = "null"] = /fixture: (.*)/.exec(log) ?? []
  const inventory_item_id = product.inventoryItemId
  expect(JSON.parse(json)).toMatchObject({
    holds: [{ cart_id: first.id, inventory_item_id, quantity: 3, status: "active" }],
    page: [{ id: expect.stringMatching(/^hfhold_/) }],
    metadata: { skip: 1, take: 1, count: 2 },
    pools: [{ kind: "level", inventory_item_id, quantity: null, held: 4 }],
    error_code: "INVALID_DATA",
  })
})

import { Cart } from "../lib/cart"
import { DropShopper, signUp, type Customer } from "../lib/drops"
import {
  DropsAdmin,
  buyFromDrop,
  dropOf,
  fromNow,
  letHoldsExpire,
  moveWindow,
  readAside,
  settingsOf,
} from "../lib/drops-admin"
import { errorAnswer } from "../lib/sharing"
import { openShop, type Product, type Shop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"

let store: StoreUnderTest
let shop: Shop
let admin: DropsAdmin
let alice: Customer
let bob: Customer
let carol: Customer

beforeAll(async () => {
  // A sweeper that does not come by: what happens here, the route or the clock did.
  store = await sharedStore("quiet")
  shop = await openShop(store)
  admin = new DropsAdmin(store)
  alice = await signUp(store)
  bob = await signUp(store)
  carol = await signUp(store)
})

afterAll(() => store?.close())

const as = (customer: Customer): DropShopper => new DropShopper(store, shop, customer)
const make = (product: Product, more: object = {}) => admin.create(settingsOf(shop, product, more))
/** What the rest of the shop can put into a cart. */
async function canBuy(product: Product, quantity: number): Promise<boolean> {
  const cart = await Cart.create(store, shop)
  const { status, body } = await cart.add(product.variantId, quantity)
  if (status !== 200) expect(body).toMatchObject({ code: "INSUFFICIENT_STOCK" })
  await cart.send("DELETE", `/store/carts/${cart.id}/holds`)
  return status === 200
}

describe("POST /admin/drops", () => {
  it("makes a draft of a drop without a start, and sets nothing aside", async () => {
    const product = await shop.product([5])
    const drop = await make(product, { starts_at: undefined, price: 99.5, currency_code: "eur" })
    expect(drop).toMatchObject({
      status: "draft",
      state: "draft",
      product_id: product.id,
      price: 99.5,
      available: 0,
      held: 0,
      sold: 0,
      hold_ttl_seconds: 60,
      limit_per_customer: 1,
      guests_allowed: false,
    })
    expect(await readAside(store, product.inventoryItemId)).toEqual({
      rows: [],
      counter: 0,
      pools: 0,
    })
    expect(await canBuy(product, 5)).toBe(true)
  })

  it("sets the stock of a scheduled and of a live drop aside, away from the rest of the shop", async () => {
    const product = await shop.product([5])
    const scheduled = await make(product, { total_quantity: 2, starts_at: fromNow(3_600) })
    expect(scheduled).toMatchObject({ status: "scheduled", state: "scheduled", available: 2 })
    const live = await make(product, { total_quantity: 2 })
    expect(live).toMatchObject({ status: "scheduled", state: "live", available: 2 })
    expect(await readAside(store, product.inventoryItemId)).toEqual({
      rows: [2, 2],
      counter: 4,
      pools: 4,
    })
    expect(await canBuy(product, 1)).toBe(true)
    expect(await canBuy(product, 2)).toBe(false)
    expect((await as(alice).reserve(live.id)).status).toBe(201)
    expect(await as(alice).reserve(scheduled.id)).toMatchObject(errorAnswer(409, "DROP_NOT_ACTIVE"))
  })

  it("follows a status that is given", async () => {
    const product = await shop.product([9])
    expect((await make(product, { status: "draft" })).state).toBe("draft")
    const live = await make(product, { status: "live", starts_at: undefined })
    expect(live.state).toBe("live")
    expect(Date.parse(live.starts_at ?? "")).toBeLessThanOrEqual(Date.now() + 1_000)
    expect((await make(product, { status: "scheduled", starts_at: fromNow(60) })).state).toBe(
      "scheduled"
    )
  })

  it("refuses what is not in stock with what there is, and leaves nothing behind", async () => {
    const product = await shop.product([2, 2])
    const cart = await Cart.create(store, shop)
    await cart.add(product.variantId, 1)
    const body = settingsOf(shop, product, { total_quantity: 4 })
    expect(await admin.send("POST", "", body)).toMatchObject({
      status: 409,
      body: { code: "INSUFFICIENT_STOCK", details: { asked: 4, available: 3 } },
    })
    expect(await readAside(store, product.inventoryItemId)).toEqual({
      rows: [],
      counter: 0,
      pools: 0,
    })
    const { rows } = await store.db.query(`select id from holdfast_drop where variant_id = $1`, [
      product.variantId,
    ])
    expect(rows).toEqual([])
  })

  it("spreads a drop over two locations when one has too few", async () => {
    const product = await shop.product([2, 3])
    const drop = await make(product, { total_quantity: 4 })
    expect((await readAside(store, product.inventoryItemId)).rows).toEqual([3, 1])
    expect(await canBuy(product, 2)).toBe(false)
    await admin.send("POST", `/${drop.id}/cancel`)
    expect((await readAside(store, product.inventoryItemId)).rows).toEqual([])
  })

  it("sets all items of a bundle aside, or none", async () => {
    const [shoe, box] = [await shop.product([7]), await shop.product([3])]
    const bundle = await shop.product([], {
      inventory_items: [
        { inventory_item_id: shoe.inventoryItemId, required_quantity: 2 },
        { inventory_item_id: box.inventoryItemId, required_quantity: 1 },
      ],
    })
    const tooMany = settingsOf(shop, bundle, { total_quantity: 4 })
    expect(await admin.send("POST", "", tooMany)).toMatchObject(
      errorAnswer(409, "INSUFFICIENT_STOCK")
    )
    expect((await readAside(store, shoe.inventoryItemId)).rows).toEqual([])
    const drop = await make(bundle, { total_quantity: 3 })
    expect((await readAside(store, shoe.inventoryItemId)).rows).toEqual([6])
    expect((await readAside(store, box.inventoryItemId)).rows).toEqual([3])
    expect([await canBuy(shoe, 1), await canBuy(shoe, 2), await canBuy(box, 1)]).toEqual([
      true,
      false,
      false,
    ])
    await buyFromDrop(store, shop, admin, alice, drop.id)
    expect(await admin.get(drop.id)).toMatchObject({ available: 2, held: 0, sold: 1 })
    await admin.send("POST", `/${drop.id}/end`)
    expect([await canBuy(shoe, 5), await canBuy(box, 2)]).toEqual([true, true])
  })

  it.each<[string, object, RegExp]>([
    ["no name", { name: undefined }, /'name' is required/],
    ["an empty name", { name: "  " }, /'name' too small/],
    ["no units", { total_quantity: 0 }, /'total_quantity' too small/],
    ["half a unit", { total_quantity: 1.5 }, /total_quantity/],
    [
      "a time that is none",
      { starts_at: "tomorrow" },
      /'starts_at' is a date and time in ISO 8601/,
    ],
    ["an end before the start", { ends_at: fromNow(-3_600) }, /'ends_at' .* has passed/],
    [
      "an end at the start",
      { starts_at: "2099-01-01T00:00:00Z", ends_at: "2099-01-01T00:00:00Z" },
      /must be after 'starts_at'/,
    ],
    ["live in the future", { status: "live", starts_at: fromNow(3_600) }, /cannot be live/],
    ["scheduled for never", { status: "scheduled", starts_at: null }, /needs 'starts_at'/],
    ["a status to be reached", { status: "ended" }, /status/],
    ["a price without a currency", { price: 10 }, /'currency_code' belong together/],
    ["a currency that is none", { price: 1, currency_code: "euro" }, /three lower-case letters/],
    ["a hold of a second", { hold_ttl_seconds: 1 }, /'hold_ttl_seconds' too small/],
    ["no unit for anybody", { limit_per_customer: 0 }, /'limit_per_customer' too small/],
    ["an unknown field", { quantity: 3 }, /Unrecognized fields: 'quantity'/],
    ["an unknown variant", { variant_id: "variant_none" }, /no product variant variant_none/],
    ["another channel", { sales_channel_id: "sc_none" }, /not in sales channel sc_none/],
  ])("refuses %s", async (_, wrong, message) => {
    const product = await shop.product([3])
    const answer = await admin.send("POST", "", settingsOf(shop, product, wrong))
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ type: "invalid_data" })
    expect(answer.body?.message).toMatch(message)
    expect((await readAside(store, product.inventoryItemId)).pools).toBe(0)
  })

  it("refuses a live drop of a variant whose stock is not counted", async () => {
    const product = await shop.product([], { manage_inventory: false })
    const answer = await admin.send("POST", "", settingsOf(shop, product))
    expect(answer).toMatchObject(errorAnswer(400, "INVALID_DATA"))
    expect(answer.body?.message).toMatch(/no managed stock/)
  })
})

describe("POST /admin/drops/:id/schedule", () => {
  it("sets a draft's stock aside, once", async () => {
    const product = await shop.product([3])
    const { id } = await make(product, { status: "draft", starts_at: fromNow(60) })
    const answers = await Promise.all([1, 2, 3].map(() => admin.send("POST", `/${id}/schedule`)))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409])
    expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({
      code: "DROP_NOT_ACTIVE",
      message: expect.stringContaining("scheduled") as string,
    })
    expect(await admin.get(id)).toMatchObject({ state: "scheduled", available: 3 })
    expect((await readAside(store, product.inventoryItemId)).rows).toEqual([3])
    expect(await canBuy(product, 1)).toBe(false)
  })

  it("leaves a draft as it is when it cannot be, and takes it once it can", async () => {
    const product = await shop.product([2])
    const { id } = await make(product, { starts_at: undefined })
    const noStart = await admin.send("POST", `/${id}/schedule`)
    expect(noStart).toMatchObject(errorAnswer(400, "INVALID_DATA"))
    await admin.send("POST", `/${id}`, { starts_at: fromNow(-1) })
    const tooFew = await admin.send("POST", `/${id}/schedule`)
    expect(tooFew).toMatchObject({
      status: 409,
      body: { code: "INSUFFICIENT_STOCK", details: { asked: 3, available: 2 } },
    })
    expect((await admin.get(id)).state).toBe("draft")
    expect(await readAside(store, product.inventoryItemId)).toEqual({
      rows: [],
      counter: 0,
      pools: 0,
    })
    await shop.setStock(product.inventoryItemId, 0, 3)
    expect(dropOf(await admin.send("POST", `/${id}/schedule`))).toMatchObject({
      state: "live",
      available: 3,
    })
  })

  it("refuses a draft whose end has passed, and a body", async () => {
    const product = await shop.product([3])
    const { id } = await make(product, { status: "draft", ends_at: fromNow(60) })
    await moveWindow(store, id, -60, -1)
    expect(await admin.send("POST", `/${id}/schedule`)).toMatchObject(
      errorAnswer(400, "INVALID_DATA")
    )
    const withBody = await admin.send("POST", `/${id}/schedule`, { starts_at: fromNow(60) })
    expect(withBody).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining("starts_at") as string },
    })
  })
})

describe("ending and cancelling", () => {
  it("returns what nobody holds at once, and the rest when it expires", async () => {
    const product = await shop.product([3])
    const { id } = await make(product)
    await as(alice).reserve(id)
    const ended = dropOf(await admin.send("POST", `/${id}/end`))
    expect(ended).toMatchObject({ status: "ended", state: "ended", available: 0, held: 1 })
    expect((await readAside(store, product.inventoryItemId)).rows).toEqual([1])
    expect(await canBuy(product, 2)).toBe(true)
    expect(await as(bob).reserve(id)).toMatchObject(errorAnswer(409, "DROP_NOT_ACTIVE"))
    expect(await admin.send("POST", `/${id}/end`)).toMatchObject(
      errorAnswer(409, "DROP_NOT_ACTIVE")
    )

    await letHoldsExpire(store, id)
    expect((await admin.get(id)).held).toBe(0) // by the clock, before anybody tidied
    const swept = await admin.send("POST", "/expire-now")
    expect(swept).toMatchObject({ status: 200, body: { settled: 0 } })
    expect(Number(swept.body?.expired)).toBeGreaterThanOrEqual(1)
    expect((await readAside(store, product.inventoryItemId)).rows).toEqual([])
    expect(await canBuy(product, 3)).toBe(true)
  })

  it("cancels drafts and scheduled drops for good", async () => {
    const product = await shop.product([3])
    for (const starts_at of [undefined, fromNow(60)]) {
      const { id } = await make(product, { starts_at })
      expect(dropOf(await admin.send("POST", `/${id}/cancel`)).state).toBe("cancelled")
      expect(await readAside(store, product.inventoryItemId)).toMatchObject({ rows: [], pools: 0 })
      for (const path of [`/${id}/schedule`, `/${id}/cancel`, `/${id}/end`, `/${id}`]) {
        const again = await admin.send("POST", path, {})
        expect(again).toMatchObject(errorAnswer(409, "DROP_NOT_ACTIVE"))
      }
    }
    const draft = await make(product, { starts_at: undefined })
    expect(await admin.send("POST", `/${draft.id}/end`)).toMatchObject(
      errorAnswer(409, "DROP_NOT_ACTIVE")
    )
  })

  it("happens by the clock, and the sweeper returns the stock", async () => {
    const product = await shop.product([3])
    const { id } = await make(product, { ends_at: fromNow(60) })
    await moveWindow(store, id, -60, -1)
    expect(await admin.get(id)).toMatchObject({ status: "scheduled", state: "ended", available: 0 })
    expect(await as(alice).reserve(id)).toMatchObject(errorAnswer(409, "DROP_NOT_ACTIVE"))
    await admin.send("POST", "/expire-now", {})
    expect(await admin.get(id)).toMatchObject({ status: "ended", state: "ended" })
    expect((await readAside(store, product.inventoryItemId)).rows).toEqual([])
  })
})

describe("POST /admin/drops/:id", () => {
  it("changes what the merchant may change", async () => {
    const product = await shop.product([3])
    const { id } = await make(product, { metadata: { colour: "ink" } })
    const update = { name: "Second name", limit_per_customer: 2, hold_ttl_seconds: 90 }
    expect(dropOf(await admin.send("POST", `/${id}`, update))).toMatchObject({
      ...update,
      total_quantity: 3,
      metadata: { colour: "ink" },
    })
    // The limit is the ledger's, from the next reservation on.
    expect((await as(alice).reserve(id, { quantity: 2 })).status).toBe(201)
    await admin.send("POST", `/${id}`, { starts_at: fromNow(60) })
    expect(await as(bob).reserve(id)).toMatchObject(errorAnswer(409, "DROP_NOT_ACTIVE"))
  })

  it("keeps a note for the merchant that no shopper sees", async () => {
    const note = "Two pairs are for the photographer."
    const { id } = await make(await shop.product([3]), { note: ` ${note} ` })
    expect(await admin.get(id)).toMatchObject({ note })
    const seen = [await as(alice).drop(id), (await as(alice).send("GET", "/store/drops")).body]
    expect(JSON.stringify(seen)).toContain(id)
    expect(JSON.stringify(seen)).not.toContain("photographer")
    expect(dropOf(await admin.send("POST", `/${id}`, { note: null }))).toMatchObject({ note: null })
    const tooLong = await admin.send("POST", `/${id}`, { note: "x".repeat(2_001) })
    expect(tooLong.status).toBe(400)
  })

  it("resizes a live drop, never below what is held and sold", async () => {
    const product = await shop.product([4, 4])
    const { id } = await make(product, { total_quantity: 3 })
    await buyFromDrop(store, shop, admin, alice, id)
    await as(bob).reserve(id)
    const grown = dropOf(await admin.send("POST", `/${id}`, { total_quantity: 6 }))
    expect(grown).toMatchObject({ total_quantity: 6, available: 4, held: 1, sold: 1 })
    expect(await canBuy(product, 3)).toBe(false)
    const tooMany = await admin.send("POST", `/${id}`, { total_quantity: 9 })
    expect(tooMany).toMatchObject({
      status: 409,
      body: { code: "INSUFFICIENT_STOCK", details: { asked: 3, available: 2 } },
    })
    const tooFew = await admin.send("POST", `/${id}`, { total_quantity: 1 })
    expect(tooFew).toMatchObject({
      status: 400,
      body: { code: "INVALID_DATA", details: { sold: 1, held: 1 } },
    })
    expect(await admin.get(id)).toMatchObject({ total_quantity: 6, available: 4 })
    const lowered = dropOf(await admin.send("POST", `/${id}`, { total_quantity: 2 }))
    expect(lowered).toMatchObject({ total_quantity: 2, available: 0, held: 1, sold: 1 })
    // The order's own reservation, and the unit that bob holds.
    expect((await readAside(store, product.inventoryItemId)).counter).toBe(2)
    expect(await as(carol).reserve(id)).toMatchObject(errorAnswer(409, "OUT_OF_STOCK"))
  })

  it("keeps quantity, pool and stock in step when several resize at once", async () => {
    const product = await shop.product([9])
    const { id } = await make(product, { total_quantity: 3 })
    await Promise.all(
      [5, 7, 4, 6].map((total_quantity) => admin.send("POST", `/${id}`, { total_quantity }))
    )
    const { total_quantity, available } = await admin.get(id)
    expect(available).toBe(total_quantity)
    expect((await readAside(store, product.inventoryItemId)).rows).toEqual([total_quantity])
  })

  it("is lowered while shoppers reserve, and what it says is what there is", async () => {
    const product = await shop.product([9])
    for (let round = 0; round < 5; round++) {
      const { id } = await make(product, { total_quantity: 5 })
      const [lowered] = await Promise.all([
        admin.send("POST", `/${id}`, { total_quantity: 1 }),
        ...[alice, bob, carol].map((customer) => as(customer).reserve(id)),
      ])
      const { total_quantity, available, held } = await admin.get(id)
      expect(available + held).toBe(total_quantity)
      expect((await readAside(store, product.inventoryItemId)).rows).toEqual([total_quantity])
      expect([200, 400]).toContain(lowered.status) // refused, where some held more before
      await letHoldsExpire(store, id)
      await admin.send("POST", `/${id}/end`)
    }
  })

  it("moves a draft to another variant, and no drop whose stock is allotted", async () => {
    const [first, second] = [await shop.product([3]), await shop.product([3])]
    const draft = await make(first, { starts_at: undefined })
    const update = { variant_id: second.variantId }
    expect(dropOf(await admin.send("POST", `/${draft.id}`, update))).toMatchObject({
      variant_id: second.variantId,
      product_id: second.id,
    })
    const live = await make(first)
    for (const wrong of [update, { starts_at: null }, { ends_at: fromNow(-30) }, { status: "x" }]) {
      expect((await admin.send("POST", `/${live.id}`, wrong)).status).toBe(400)
    }
    expect(await admin.get(live.id)).toMatchObject({ state: "live", available: 3 })
  })
})

describe("DELETE /admin/drops/:id", () => {
  it("takes drafts and drops that are over, once nobody holds anything", async () => {
    const product = await shop.product([6])
    const draft = await make(product, { starts_at: undefined })
    expect(await admin.send("DELETE", `/${draft.id}`)).toMatchObject({
      status: 200,
      body: { id: draft.id, object: "drop", deleted: true },
    })
    expect(await admin.send("GET", `/${draft.id}`)).toMatchObject(
      errorAnswer(404, "DROP_NOT_FOUND")
    )

    const { id } = await make(product)
    await as(alice).reserve(id)
    const live = await admin.send("DELETE", `/${id}`)
    expect(live).toMatchObject(errorAnswer(409, "DROP_IN_USE"))
    expect(live.body?.message).toMatch(/end or cancel it first/)
    await admin.send("POST", `/${id}/cancel`)
    const held = await admin.send("DELETE", `/${id}`)
    expect(held).toMatchObject(errorAnswer(409, "DROP_IN_USE"))
    expect(held.body?.message).toMatch(/1 unit\(s\) in live reservations/)
    await letHoldsExpire(store, id)
    expect((await admin.send("DELETE", `/${id}`)).status).toBe(200)
    expect(await readAside(store, product.inventoryItemId)).toMatchObject({ rows: [], pools: 0 })
    expect(await as(alice).send("GET", `/store/drops/${id}`)).toMatchObject({ status: 404 })
  })
})

import type { StoreDropsAnswer } from "../../src/contracts/drops"
import { Cart } from "../lib/cart"
import { DropShopper, openDrop, reservationOf, signUp, type Customer } from "../lib/drops"
import { readItem } from "../lib/medusa-rows"
import { openShop, type Product, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"

let store: StoreUnderTest
let shop: Shop
let alice: Customer
let bob: Customer

beforeAll(async () => {
  store = await sharedStore("default")
  shop = await openShop(store)
  alice = await signUp(store)
  bob = await signUp(store)
})

afterAll(() => store?.close())

const as = (customer?: Customer): DropShopper => new DropShopper(store, shop, customer)

/** Expires a reservation. */
const letItExpire = (reservationId: string): Promise<unknown> =>
  store.db.query(
    `update holdfast_hold set expires_at = clock_timestamp() - interval '1 second',
       extend_until = clock_timestamp() - interval '1 second' where id = $1`,
    [reservationId]
  )

async function dropOf(units: number, settings = {}): Promise<{ dropId: string; product: Product }> {
  const product = await shop.product([units])
  return {
    dropId: await openDrop(store, shop, product, { total_quantity: units, ...settings }),
    product,
  }
}

/** A cart of that customer with address, ready to be paid for. */
async function cartOf(customer: Customer): Promise<Cart> {
  const cart = await Cart.create(store, shop)
  const joined = await as(customer).send("POST", `/store/carts/${cart.id}/customer`)
  expect(joined.status).toBe(200)
  return cart.actAs(customer)
}

describe("reserving", () => {
  it("gives the first ones a hold and tells the rest at once", async () => {
    const { dropId } = await dropOf(1)
    const reserved = await as(alice).reserve(dropId)
    expect(reserved.status).toBe(201)
    expect(reservationOf(reserved)).toMatchObject({
      drop_id: dropId,
      quantity: 1,
      status: "active",
    })
    const left = Date.parse(reservationOf(reserved).expires_at) - Date.now()
    expect(left).toBeGreaterThan(50_000)
    expect(left).toBeLessThan(61_000)
    expect((await as(bob).reserve(dropId)).body).toMatchObject({ code: "OUT_OF_STOCK" })
    expect((await as(bob).drop(dropId)).available_stock).toBe(0)
  })

  it("counts a customer once, and returns the reservation that exists", async () => {
    const { dropId } = await dropOf(5)
    const first = await as(alice).reserve(dropId)
    const second = await as(alice).reserve(dropId)
    expect(second).toMatchObject({ status: 409, body: { code: "ALREADY_RESERVED" } })
    expect((second.body?.details as { reservation: { id: string } }).reservation.id).toBe(
      reservationOf(first).id
    )
    const clicks = await Promise.all(Array.from({ length: 10 }, () => as(bob).reserve(dropId)))
    expect(clicks.map((answer) => answer.status).sort()).toEqual([201, ...Array(9).fill(409)])
    expect((await as(bob).drop(dropId)).available_stock).toBe(3)
  })

  it("answers a retry with the same key with the same hold, and another request with that key with an error", async () => {
    const { dropId } = await dropOf(5, { limit_per_customer: 3 })
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => as(alice).reserve(dropId, {}, "try-1"))
    )
    expect(new Set(answers.map((answer) => reservationOf(answer).id)).size).toBe(1)
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 201, 201])
    expect((await as(alice).reserve(dropId, { quantity: 2 }, "try-1")).body).toMatchObject({
      code: "IDEMPOTENCY_KEY_REUSED",
    })
    expect((await as(bob).reserve(dropId, {}, "try-1")).status).toBe(201)
  })

  it("wants a login, a drop of this channel, and one that is live", async () => {
    const { dropId } = await dropOf(1)
    expect((await as().reserve(dropId)).body).toMatchObject({ code: "AUTH_REQUIRED" })
    expect((await as().reserve(dropId)).status).toBe(401)
    expect((await as(alice).reserve("hfdrop_nowhere")).body).toMatchObject({
      code: "DROP_NOT_FOUND",
    })
    const elsewhere = await openShop(store)
    const stranger = new DropShopper(store, elsewhere, alice)
    expect((await stranger.reserve(dropId)).status).toBe(404)
    expect((await stranger.send("GET", "/store/drops")).body).toMatchObject({
      drops: [],
      count: 0,
    })
    expect((await stranger.send("GET", `/store/drops/${dropId}`)).status).toBe(404)
    expect((await as(alice).reserve(dropId, { quantity: 0 })).status).toBe(400)
    expect((await as(alice).reserve(dropId, { nonsense: true })).status).toBe(400)

    const later = await dropOf(1, { starts_at: new Date(Date.now() + 3_600_000).toISOString() })
    expect((await as(alice).reserve(later.dropId)).body).toMatchObject({ code: "DROP_NOT_ACTIVE" })
    // The database's clock opens it, whatever jobs run.
    await store.db.query("update holdfast_pool set opens_at = now() where owner_id = $1", [
      later.dropId,
    ])
    expect((await as(alice).reserve(later.dropId)).status).toBe(201)
  })

  it("is listed by what it is of, and by what it is now", async () => {
    const [live, later] = [
      await dropOf(1),
      await dropOf(1, { starts_at: new Date(Date.now() + 3_600_000).toISOString() }),
    ]
    const ids = async (query: string): Promise<string[]> => {
      const answer = await as().send("GET", `/store/drops${query}`)
      return (answer.body as StoreDropsAnswer).drops.map(({ id }) => id)
    }
    expect(await ids("")).toEqual(expect.arrayContaining([live.dropId, later.dropId]))
    expect((await ids("")).at(-1)).toBe(later.dropId) // soonest first
    expect(await ids(`?variant_id=${live.product.variantId}`)).toEqual([live.dropId])
    expect(await ids(`?product_id=${later.product.id}`)).toEqual([later.dropId])
    expect(await ids("?state=live")).not.toContain(later.dropId)
    expect(await ids(`?state=scheduled&product_id=${live.product.id}`)).toEqual([])
    const page = await as().send("GET", "/store/drops?limit=1&offset=1")
    expect(page.body).toMatchObject({ limit: 1, offset: 1, drops: [{}] })
    for (const query of ["?state=ended", "?limit=101", "?limit=none", "?nonsense=1"]) {
      expect((await as().send("GET", `/store/drops${query}`)).status).toBe(400)
    }
    // The clock ends it, and it is listed no more.
    await store.db.query("update holdfast_drop set ends_at = now() where id = $1", [live.dropId])
    expect(await ids(`?product_id=${live.product.id}`)).toEqual([])
  })

  it("keeps the limit per customer over bought units", async () => {
    const { dropId, product } = await dropOf(5, { limit_per_customer: 1 })
    const cart = await cartOf(alice)
    expect((await as(alice).reserve(dropId, { cart_id: cart.id })).status).toBe(201)
    await cart.checkOut()
    expect((await as(alice).purchase(dropId, cart.id)).body).toMatchObject({ type: "order" })
    await until("the purchase to be counted", async () => {
      const { rows } = await store.db.query(
        "select 1 from holdfast_drop_purchase where drop_id = $1",
        [dropId]
      )
      return rows.length === 1
    })
    expect((await as(alice).reserve(dropId)).body).toMatchObject({ code: "LIMIT_REACHED" })
    expect((await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).counter).toBe(5)
  })

  it("lets guests in where the merchant does, by their cart", async () => {
    const { dropId } = await dropOf(2, { guests_allowed: true })
    expect((await as().reserve(dropId)).body).toMatchObject({ code: "INVALID_DATA" })
    const cart = await Cart.create(store, shop)
    expect((await as().reserve(dropId, { cart_id: cart.id })).status).toBe(201)
    expect(await cart.lines()).toHaveLength(1)
    await cart.checkOut()
    expect((await as().purchase(dropId, cart.id)).body).toMatchObject({ type: "order" })
  })
})

describe("stock", () => {
  it("is unavailable to the rest of the shop while the drop has it", async () => {
    const product = await shop.product([3, 2])
    const dropId = await openDrop(store, shop, product, { total_quantity: 4 })
    const walkIn = await Cart.create(store, shop)
    expect((await walkIn.add(product.variantId, 1)).status).toBe(200)
    expect((await walkIn.add(product.variantId, 1)).status).toBe(409)
    const cart = await cartOf(alice)
    await as(alice).reserve(dropId, { cart_id: cart.id })
    // The unit lies open to Medusa now; the gates keep it from the walk-in all the same.
    expect((await walkIn.add(product.variantId, 1)).status).toBe(409)
    await cart.checkOut()
    expect((await as(alice).purchase(dropId, cart.id)).body).toMatchObject({ type: "order" })
    await walkIn.checkOut()
    expect((await walkIn.complete()).body).toMatchObject({ type: "order" })
    await until(
      "the books to close",
      async () => (await as(alice).drop(dropId)).latest_purchasers.length === 1
    )
    expect(await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).toMatchObject({
      reserved: 5,
      counter: 5,
      lowest: 0,
    })
  })

  it("of a bundle is taken together", async () => {
    const [card, sleeve] = [await shop.product([4]), await shop.product([9])]
    const bundle = await shop.product([], {
      inventory_items: [
        { inventory_item_id: card.inventoryItemId, required_quantity: 1 },
        { inventory_item_id: sleeve.inventoryItemId, required_quantity: 2 },
      ],
    })
    const dropId = await openDrop(store, shop, bundle, { total_quantity: 3 })
    const cart = await cartOf(alice)
    expect((await as(alice).reserve(dropId, { cart_id: cart.id })).status).toBe(201)
    await cart.checkOut()
    expect((await as(alice).purchase(dropId, cart.id)).body).toMatchObject({ type: "order" })
    await until(
      "the books to close",
      async () => (await as(alice).drop(dropId)).latest_purchasers.length === 1
    )
    expect(await readItem(store.db, sleeve.inventoryItemId, shop.salesChannelId)).toMatchObject({
      reserved: 6,
    })
    const walkIn = await Cart.create(store, shop)
    expect((await walkIn.add(sleeve.variantId, 4)).status).toBe(409)
    expect((await walkIn.add(sleeve.variantId, 3)).status).toBe(200)
  })
})

describe("a reservation whose time ran out", () => {
  it("is back in the drop at once, and its cart cannot buy it", async () => {
    const { dropId } = await dropOf(1)
    const cart = await cartOf(alice)
    const reserved = await as(alice).reserve(dropId, { cart_id: cart.id })
    await cart.checkOut()
    await letItExpire(reservationOf(reserved).id)
    expect(await as(alice).purchase(dropId, cart.id)).toMatchObject({
      status: 409,
      body: { code: "HOLD_EXPIRED" },
    })
    expect((await as(bob).reserve(dropId)).status).toBe(201)
    const mine = await as(alice).send("GET", "/store/drops/reservations/me")
    const { reservations } = mine.body as { reservations: { id: string; status: string }[] }
    expect(reservations.find((one) => one.id === reservationOf(reserved).id)).toMatchObject({
      status: "expired",
    })
    // Nor by Medusa's own route: the drop's stock is not the shop's.
    expect((await cart.complete()).status).toBe(409)
  })

  it("can be bought by the next, although the unit lay open to Medusa for the first", async () => {
    const { dropId, product } = await dropOf(1)
    const [first, second] = [await cartOf(alice), await cartOf(bob)]
    const reserved = await as(alice).reserve(dropId, { cart_id: first.id })
    await letItExpire(reservationOf(reserved).id)
    expect((await as(bob).reserve(dropId, { cart_id: second.id })).status).toBe(201)
    await second.checkOut()
    expect((await as(bob).purchase(dropId, second.id)).body).toMatchObject({ type: "order" })
    await until(
      "the books to close",
      async () => (await as(bob).drop(dropId)).latest_purchasers.length === 1
    )
    expect(await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).toMatchObject({
      reserved: 1,
    })
  })
})

it("a cart shows the reserved unit in it, with its time, until that is over", async () => {
  const { dropId, product } = await dropOf(1)
  const { id, expires_at } = reservationOf(await as(alice).reserve(dropId))
  const cart = await cartOf(alice)
  expect((await cart.add(product.variantId)).status).toBe(200)
  const [line] = await cart.lines()
  expect(await cart.holds()).toMatchObject({
    covered: true,
    expires_at,
    holds: [{ id, variant_id: product.variantId, quantity: 1, line_item_ids: [line?.id] }],
    warnings: [],
  })
  await letItExpire(id)
  expect(await cart.holds()).toMatchObject({
    covered: false,
    holds: [],
    warnings: [
      {
        code: "HOLD_EXPIRED",
        message: expect.stringContaining("drop reservation expired") as string,
      },
    ],
  })
})

describe("giving back and buying twice", () => {
  it("returns the unit at once; somebody else's is not there", async () => {
    const { dropId } = await dropOf(1)
    const reserved = await as(alice).reserve(dropId)
    const { id } = reservationOf(reserved)
    expect((await as(bob).giveBack(id)).status).toBe(404)
    expect((await as().giveBack(id)).status).toBe(401)
    expect((await as(alice).giveBack(id)).body).toMatchObject({
      reservation: { status: "released" },
    })
    expect((await as(alice).giveBack(id)).body).toMatchObject({
      reservation: { status: "released" },
    })
    expect((await as(bob).reserve(dropId)).status).toBe(201)
  })

  it("answers a second purchase with the same order, and nobody else's cart", async () => {
    const { dropId } = await dropOf(2)
    const cart = await cartOf(alice)
    await as(alice).reserve(dropId, { cart_id: cart.id })
    expect((await as(bob).purchase(dropId, cart.id)).status).toBe(404)
    expect((await as().purchase(dropId, cart.id)).status).toBe(401)
    await cart.checkOut()
    const answers = await Promise.all([1, 2, 3].map(() => as(alice).purchase(dropId, cart.id)))
    const ids = answers.map((answer) => (answer.body?.order as { id: string } | undefined)?.id)
    expect(new Set(ids).size).toBe(1)
    expect(ids[0]).toMatch(/^order_/)
  })

  it("does not let a reservation be carried off by whoever knows the customer's e-mail address", async () => {
    const { dropId, product } = await dropOf(1)
    const reserved = reservationOf(await as(alice).reserve(dropId))
    const { body } = await as(alice).send("GET", "/store/customers/me")
    const { email } = body?.customer as { email: string }
    // Medusa makes the account's owner the customer of this cart, without a login.
    const made = await Cart.tryCreate(store, shop, { email })
    const { id, customer_id } = made.body?.cart as { id: string; customer_id: string }
    expect(customer_id).toBe(alice.id)
    const stolen = Cart.of(store, shop, id)
    expect((await stolen.add(product.variantId)).status).toBe(409)
    expect((await stolen.actAs(bob).add(product.variantId)).status).toBe(409)
    const { body: mine } = await as(alice).send("GET", "/store/drops/reservations/me")
    expect(mine?.reservations).toContainEqual(
      expect.objectContaining({ id: reserved.id, cart_id: null, status: "active" })
    )
  })

  it("takes the reserved unit for a cart that is filled over Medusa's own route", async () => {
    const { dropId, product } = await dropOf(1)
    await as(alice).reserve(dropId)
    const cart = await cartOf(alice)
    expect((await cart.add(product.variantId)).status).toBe(200)
    await cart.checkOut()
    expect((await cart.complete()).body).toMatchObject({ type: "order" })
    await until(
      "the purchase",
      async () => (await as(alice).drop(dropId)).latest_purchasers.length === 1
    )
    expect((await as(alice).drop(dropId)).latest_purchasers[0]).toMatchObject({
      username: "Robin V.",
    })
  })
})

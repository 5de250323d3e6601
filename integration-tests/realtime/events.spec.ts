import { Cart } from "../lib/cart"
import { DropShopper, openDrop, reservationOf, signUp, type Customer } from "../lib/drops"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"
import { EVENTS_PER_SECOND } from "../../src/realtime/types"
import { Listener } from "./listener"

let store: StoreUnderTest
let shop: Shop
let otherShop: Shop
let alice: Customer
let bob: Customer
/** A guest at each process, and one with another channel's key. */
let near: Listener
let far: Listener
let stranger: Listener
const extra: Listener[] = []

beforeAll(async () => {
  store = await sharedStore("pair")
  shop = await openShop(store)
  otherShop = await openShop(store)
  alice = await signUp(store)
  bob = await signUp(store)
  near = await Listener.connect({ url: urlOf(0), auth: { publishableKey: shop.key } })
  far = await Listener.connect({ url: urlOf(1), auth: { publishableKey: shop.key } })
  stranger = await Listener.connect({ url: urlOf(1), auth: { publishableKey: otherShop.key } })
})

afterAll(async () => {
  for (const listener of [near, far, stranger]) listener?.close()
  await store?.close()
})

beforeEach(() => [near, far, stranger].forEach((listener) => listener.forget()))
afterEach(() => extra.splice(0).forEach((listener) => listener.close()))

const urlOf = (process: 0 | 1): string => store.stores[process]?.url ?? ""

/** Shoppers press their buttons at the first process, unless it is said. */
const as = (customer?: Customer, process: 0 | 1 = 0): DropShopper =>
  new DropShopper(store, shop, customer, urlOf(process))

async function connect(auth: object, process: 0 | 1 = 1): Promise<Listener> {
  const listener = await Listener.connect({
    url: urlOf(process),
    auth: { publishableKey: shop.key, ...auth },
  })
  extra.push(listener)
  return listener
}

/** A live drop that both guests watch. */
async function watchedDrop(units: number, settings = {}): Promise<string> {
  const product = await shop.product([units])
  const dropId = await openDrop(store, shop, product, { total_quantity: units, ...settings })
  for (const listener of [near, far]) {
    await listener.hears(dropId, "DROP_CREATED")
    expect(await listener.join(dropId)).toMatchObject({ ok: true })
    listener.forget()
  }
  return dropId
}

const letItLapse = (reservationId: string): Promise<unknown> =>
  store.db.query(
    `update holdfast_hold set expires_at = clock_timestamp() - interval '1 second',
       extend_until = clock_timestamp() - interval '1 second' where id = $1`,
    [reservationId]
  )

const names = (listener: Listener, dropId: string): string[] =>
  listener.of(dropId).map((one) => one.name)

describe("both processes' clients hear", () => {
  it("of a new drop, once, and other channels' clients do not", async () => {
    const dropId = await openDrop(store, shop, await shop.product([2]), { total_quantity: 2 })
    const foreign = await openDrop(store, otherShop, await otherShop.product([3]))
    await stranger.hears(foreign, "DROP_CREATED")
    for (const listener of [near, far]) {
      await listener.hears(dropId, "DROP_CREATED")
      expect(listener.of(dropId)).toHaveLength(1)
      expect(listener.of(dropId, "DROP_CREATED")[0]?.payload).toMatchObject({
        drop: { id: dropId, state: "live", available_stock: 2, latest_purchasers: [] },
      })
      expect(listener.of(foreign)).toEqual([])
    }
    expect(stranger.of(dropId)).toEqual([])
  })

  it("of each reservation and each unit given back, as long as they stay joined", async () => {
    const dropId = await watchedDrop(2)
    const reserved = reservationOf(await as(alice).reserve(dropId))
    for (const listener of [near, far]) await listener.hearsStock(dropId, 1)
    expect(await near.leave(dropId)).toEqual({ ok: true })
    await as(alice, 1).giveBack(reserved.id)
    await far.hearsStock(dropId, 2)
    expect(near.stock(dropId)).toEqual([1])
    expect(await near.join(dropId)).toMatchObject({ ok: true, drop: { available_stock: 2 } })
    expect(stranger.of(dropId)).toEqual([])
  })

  it("of a purchase before the feed that shows it", async () => {
    const dropId = await watchedDrop(2)
    const cart = await Cart.create(store, shop, urlOf(0))
    await as(alice).send("POST", `/store/carts/${cart.id}/customer`)
    cart.actAs(alice)
    expect((await as(alice).reserve(dropId, { cart_id: cart.id })).status).toBe(201)
    await cart.checkOut()
    expect((await as(alice).purchase(dropId, cart.id)).status).toBe(200)
    for (const listener of [near, far]) {
      await listener.hears(dropId, "ACTIVITY_UPDATED")
      const [purchase] = listener.of(dropId, "PURCHASE_COMPLETED")
      expect(purchase?.payload.username).toBe("Robin V.")
      const [activity] = listener.of(dropId, "ACTIVITY_UPDATED")
      expect(activity?.payload.latestPurchasers).toEqual([
        { username: "Robin V.", purchasedAt: purchase?.payload.purchasedAt },
      ])
      const order = names(listener, dropId)
      expect(order.indexOf("PURCHASE_COMPLETED")).toBe(order.indexOf("ACTIVITY_UPDATED") - 1)
      expect(order.filter((name) => name === "PURCHASE_COMPLETED")).toHaveLength(1)
      expect(listener.stock(dropId).at(-1)).toBe(1)
    }
    const feed = (await as(bob).drop(dropId)).latest_purchasers
    expect(feed).toMatchObject([{ username: "Robin V." }])
  })

  it("report an expired reservation before its unit is back, to its owner without joining", async () => {
    const dropId = await watchedDrop(1)
    const owner = await connect({ token: alice.token })
    const other = await connect({ token: bob.token })
    const both = await connect({ token: alice.token })
    await both.join(dropId)
    const reservation = reservationOf(await as(alice).reserve(dropId))
    await near.hearsStock(dropId, 0)
    await letItLapse(reservation.id)
    for (const listener of [near, far, owner, both]) {
      await listener.hears(dropId, "RESERVATION_EXPIRED")
      expect(listener.of(dropId, "RESERVATION_EXPIRED")).toHaveLength(1)
      expect(listener.of(dropId, "RESERVATION_EXPIRED")[0]?.payload).toEqual({
        dropId,
        reservationId: reservation.id,
      })
    }
    for (const listener of [near, far]) {
      await listener.hearsStock(dropId, 1)
      const order = names(listener, dropId)
      expect(order.lastIndexOf("STOCK_UPDATED")).toBeGreaterThan(
        order.indexOf("RESERVATION_EXPIRED")
      )
    }
    expect(names(owner, dropId)).toEqual(["RESERVATION_EXPIRED"])
    expect(names(other, dropId)).toEqual([])
    expect(names(stranger, dropId)).toEqual([])
  })

  it("nothing in a customer's own room that is of a channel whose key they did not come with", async () => {
    const elsewhere = await Listener.connect({
      url: urlOf(1),
      auth: { publishableKey: otherShop.key, token: alice.token },
    })
    extra.push(elsewhere)
    const dropId = await watchedDrop(1)
    const owner = await connect({ token: alice.token })
    const reservation = reservationOf(await as(alice).reserve(dropId))
    await letItLapse(reservation.id)
    await owner.hears(dropId, "RESERVATION_EXPIRED")
    expect(elsewhere.heard).toEqual([])
  })
})

describe("a rush", () => {
  it("arrives at a calm pace, downwards only, and to its end", async () => {
    const [units, shoppers] = [40, 30]
    const dropId = await watchedDrop(units)
    const customers: Customer[] = []
    while (customers.length < shoppers) customers.push(await signUp(store))
    const start = performance.now()
    const answers = await Promise.all(
      customers.map((customer, index) => as(customer, (index % 2) as 0 | 1).reserve(dropId))
    )
    expect(answers.map((answer) => answer.status)).toEqual(customers.map(() => 201))
    const left = units - shoppers
    for (const listener of [near, far]) {
      await listener.hearsStock(dropId, left)
      const figures = listener.stock(dropId)
      expect(figures).toEqual([...figures].sort((a, b) => b - a))
      const times = listener.of(dropId, "STOCK_UPDATED").map((one) => one.at)
      const seconds = (Math.max(...times) - start) / 1_000
      expect(figures.length).toBeLessThanOrEqual(Math.ceil(seconds * EVENTS_PER_SECOND) + 1)
      expect(figures.length).toBeLessThan(shoppers)
    }
  })
})

describe("what did not happen", () => {
  it("is not told: a refused reservation", async () => {
    const dropId = await watchedDrop(1)
    const marker = await watchedDrop(1)
    await as(alice).reserve(dropId)
    await far.hearsStock(dropId, 0)
    await near.hearsStock(dropId, 0)
    near.forget()
    far.forget()
    expect((await as(bob).reserve(dropId)).body).toMatchObject({ code: "OUT_OF_STOCK" })
    expect((await as(alice).reserve(dropId)).body).toMatchObject({ code: "ALREADY_RESERVED" })
    await as(bob).reserve(marker)
    for (const listener of [near, far]) {
      await listener.hearsStock(marker, 0)
      expect(listener.of(dropId)).toEqual([])
    }
  })

  it("is not told: a reservation that waits for its transaction, until it is committed", async () => {
    const dropId = await watchedDrop(1)
    const marker = await watchedDrop(1)
    const reserving = await whileLocked(dropId, async () => {
      const answer = as(alice).reserve(dropId)
      await until("the reservation to wait", waitsForALock)
      await as(bob, 1).reserve(marker)
      for (const listener of [near, far]) {
        await listener.hearsStock(marker, 0)
        expect(listener.of(dropId)).toEqual([])
      }
      return { answer }
    })
    expect((await reserving.answer).status).toBe(201)
    for (const listener of [near, far]) await listener.hearsStock(dropId, 0)
  })

  it("is not told: a reservation that was rolled back", async () => {
    const dropId = await watchedDrop(1)
    const marker = await watchedDrop(1)
    // The ledger's lock timeout passes, and PostgreSQL rolls its transaction back.
    await whileLocked(dropId, async () => {
      expect((await as(alice).reserve(dropId)).status).toBe(503)
    })
    await as(bob).reserve(marker)
    for (const listener of [near, far]) {
      await listener.hearsStock(marker, 0)
      expect(listener.of(dropId)).toEqual([])
    }
    expect((await as(bob).drop(dropId)).available_stock).toBe(1)
  })
})

describe("when the processes lose each other", () => {
  it("clients get the current state as soon as they are back", async () => {
    const dropId = await watchedDrop(2)
    await as(alice).reserve(dropId)
    await far.hearsStock(dropId, 1)
    const ended = await store.db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'holdfast-realtime' and datname = current_database()`
    )
    expect(ended.rowCount).toBe(2)
    await as(bob).reserve(dropId)
    await near.hearsStock(dropId, 0)
    await far.hearsStock(dropId, 0)
    for (const { url } of store.stores) {
      expect((await store.http.send("GET", `${url}/health`, {})).status).toBe(200)
    }
  })

  it("a client that lost its process comes back and gets the state when it joins", async () => {
    const third = await store.start()
    const listener = await Listener.connect({
      url: third.url,
      auth: { publishableKey: shop.key },
    })
    extra.push(listener)
    const dropId = await watchedDrop(1)
    await listener.join(dropId)
    const lost = new Promise<string>((resolve) => listener.socket.once("disconnect", resolve))
    await third.stop()
    expect(await third.ended).toEqual([0, null]) // the clients did not keep it from ending
    expect(await lost).toBe("transport close")
    // So the client tries again by itself; a dismissal by the server ("io server disconnect") would
    // end that.
    expect(listener.socket.active).toBe(true)
    await as(alice).reserve(dropId)
    const again = await store.start({ port: third.port })
    expect(again.port).toBe(third.port)
    await until("the client to be back", async () => listener.socket.connected)
    expect(await listener.join(dropId)).toMatchObject({ ok: true, drop: { available_stock: 0 } })
  })
})

/** Somebody else keeps the drop's pool locked meanwhile. */
async function whileLocked<Result>(dropId: string, work: () => Promise<Result>): Promise<Result> {
  const locker = await store.db.connect()
  try {
    await locker.query("begin")
    await locker.query("select 1 from holdfast_pool where owner_id = $1 for update", [dropId])
    return await work()
  } finally {
    await locker.query("rollback")
    locker.release()
  }
}

async function waitsForALock(): Promise<boolean> {
  const { rowCount } = await store.db.query(
    `select 1 from pg_stat_activity where wait_event_type = 'Lock'
       and application_name = 'holdfast-ledger' and datname = current_database()`
  )
  return rowCount === 1
}

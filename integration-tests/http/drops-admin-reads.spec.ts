import { adminDropHold, adminDropStats } from "../../src/contracts/admin-drops"
import { DropShopper, reservationOf, signUp, type Customer } from "../lib/drops"
import {
  DropsAdmin,
  buyFromDrop,
  fromNow,
  letHoldsExpire,
  moveWindow,
  settingsOf,
} from "../lib/drops-admin"
import { errorAnswer } from "../lib/sharing"
import { openShop, type Product, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"

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
describe("GET /admin/drops/:id/stats and /holds", () => {
  it("show what happened to every unit", async () => {
    const product = await shop.product([4])
    const { id } = await make(product, { total_quantity: 2 })
    expect(await admin.stats(id)).toMatchObject({ granted: 0, conversion: null, per_minute: [] })
    await buyFromDrop(store, shop, admin, alice, id)
    const given = reservationOf(await as(bob).reserve(id))
    expect(await as(carol).reserve(id)).toMatchObject(errorAnswer(409, "OUT_OF_STOCK"))
    await as(bob).giveBack(given.id)
    const expiring = reservationOf(await as(carol).reserve(id))
    await letHoldsExpire(store, id)
    const held = reservationOf(await as(bob).reserve(id))
    await until("the error to be counted", async () => (await admin.stats(id)).refused === 1)

    const stats = adminDropStats.strict().parse(await admin.stats(id))
    expect(stats).toMatchObject({
      drop_id: id,
      state: "live",
      total_quantity: 2,
      available: 0,
      held: 1,
      granted: 4,
      sold: 1,
      lapsed: 1,
      released: 1,
      refused: 1,
      conversion: 0.25,
    })
    const sums = { granted: 0, sold: 0, lapsed: 0, released: 0, refused: 0 }
    for (const { minute: _, ...figures } of stats.per_minute) {
      for (const [key, units] of Object.entries(figures)) sums[key as keyof typeof sums] += units
    }
    expect(sums).toEqual({ granted: 4, sold: 1, lapsed: 1, released: 1, refused: 1 })

    const list = await admin.send("GET", `/${id}/holds`)
    expect(list.body).toMatchObject({ count: 4, offset: 0, limit: 20 })
    const holds = adminDropHold.strict().array().parse(list.body?.holds)
    expect(holds.map((hold) => hold.status)).toEqual(["active", "expired", "released", "consumed"])
    expect(holds[0]).toMatchObject({ id: held.id, customer_id: bob.id, quantity: 1 })
    expect(holds[1]?.id).toBe(expiring.id)
    expect(holds[3]?.order_id).toMatch(/^order_/)
    const page = await admin.send("GET", `/${id}/holds?status=released&limit=1&offset=5`)
    expect(page.body).toEqual({ holds: [], count: 1, offset: 5, limit: 1 })
    const wrong = await admin.send("GET", `/${id}/holds?status=gone`)
    expect(wrong.status).toBe(400)
    // A drop that is over keeps its figures.
    await admin.send("POST", `/${id}/end`)
    expect(await admin.stats(id)).toMatchObject({ state: "ended", sold: 1, held: 1, granted: 4 })
    expect(await admin.get(id)).toMatchObject({ sold: 1, held: 1, total_quantity: 2 })
  })

  it("count a reservation as expired as soon as its time is up", async () => {
    const { id } = await make(await shop.product([3]))
    await as(alice).reserve(id)
    await letHoldsExpire(store, id)
    expect(await admin.stats(id)).toMatchObject({ held: 0, lapsed: 1, available: 3 })
    const expired = await admin.send("GET", `/${id}/holds?status=expired`)
    expect(expired.body).toMatchObject({ count: 1, holds: [{ status: "expired" }] })
    expect((await admin.send("GET", `/${id}/holds?status=active`)).body).toMatchObject({ count: 0 })
  })
})

describe("GET /admin/drops", () => {
  let mine: Shop
  const ids: Record<string, string> = {}
  const list = async (query: string) =>
    admin.send("GET", `?sales_channel_id=${mine.salesChannelId}&${query}`)
  const found = async (query: string): Promise<string[]> => {
    const { body, status } = await list(query)
    expect([status, body?.message]).toEqual([200, undefined])
    const names = (body?.drops as { name: string }[]).map((drop) => drop.name)
    expect(body?.count).toBe(names.length)
    return names.sort()
  }

  beforeAll(async () => {
    mine = await openShop(store)
    const product = await mine.product([20])
    const settings = { total_quantity: 2, starts_at: fromNow(-60), ends_at: fromNow(3_600) }
    for (const [name, more] of Object.entries({
      draft: { starts_at: undefined },
      scheduled: { starts_at: fromNow(600) },
      live: {},
      endless: { ends_at: undefined },
      over: {},
      ended: {},
      cancelled: {},
    })) {
      const body = settingsOf(mine, product, { ...settings, name, ...more })
      ids[name] = (await admin.create(body)).id
    }
    await moveWindow(store, String(ids.over), -60, -1)
    await admin.send("POST", `/${ids.ended}/end`)
    await admin.send("POST", `/${ids.cancelled}/cancel`)
  })

  it("filters by what somebody decided, and by what is so now", async () => {
    expect(await found("state=live")).toEqual(["endless", "live"])
    expect(await found("state=ended")).toEqual(["ended", "over"])
    expect(await found("state[]=draft&state[]=cancelled")).toEqual(["cancelled", "draft"])
    expect(await found("state=scheduled")).toEqual(["scheduled"])
    expect(await found("status=scheduled")).toEqual(["endless", "live", "over", "scheduled"])
    expect(await found("status=scheduled&state=ended")).toEqual(["over"])
    const { body } = await list("")
    const states = (body?.drops as { name: string; state: string }[]).map((one) => one.state)
    expect(states.sort()).toEqual(
      ["cancelled", "draft", "ended", "ended", "live", "live", "scheduled"].sort()
    )
  })

  it("filters by name, id, variant, product and time", async () => {
    const live = await admin.get(String(ids.live))
    expect(await found("q=end")).toEqual(["ended", "endless"])
    expect(await found(`id[]=${ids.live}&id[]=${ids.draft}`)).toEqual(["draft", "live"])
    expect(await found(`variant_id=${live.variant_id}&state=draft`)).toEqual(["draft"])
    expect(await found(`product_id=${live.product_id}&state=draft`)).toEqual(["draft"])
    expect(await found("product_id=prod_none")).toEqual([])
    expect(await found(`starts_at[$gt]=${fromNow(300)}`)).toEqual(["scheduled"])
    expect(await found(`ends_at[$lt]=${fromNow(0)}`)).toEqual(["over"])
  })

  it("orders, pages and picks fields", async () => {
    const first = await list("order=name&limit=2&offset=1&fields=name,available")
    expect(first.body).toEqual({
      drops: [
        { id: ids.draft, name: "draft", available: 0 },
        { id: ids.ended, name: "ended", available: 0 },
      ],
      count: 7,
      offset: 1,
      limit: 2,
    })
    const newest = await list("limit=1")
    expect(newest.body?.drops).toMatchObject([{ name: "cancelled" }])
    const one = await admin.send("GET", `/${ids.live}?fields=-metadata,-name`)
    expect(Object.keys(one.body?.drop as object)).not.toContain("name")
    expect(one.body?.drop).toMatchObject({ state: "live", available: 2 })
  })

  it.each([
    ["state=open", /state/],
    ["order=state", /'order' is one of/],
    ["limit=5000", /limit/],
    ["offset=-1", /offset/],
    ["starts_at[$gt]=soon", /starts_at|Invalid/],
    ["colour=ink", /colour/],
  ])("refuses ?%s", async (query, message) => {
    const answer = await list(query)
    expect(answer.status).toBe(400)
    expect(answer.body?.message).toMatch(message)
  })
})

const VERBS = ["schedule", "cancel", "end"].map((verb) => ["POST", `/drop_none/${verb}`] as const)
const ONE = [
  ["GET", "/drop_none"],
  ["POST", "/drop_none"],
  ["DELETE", "/drop_none"],
  ...VERBS,
  ["GET", "/drop_none/stats"],
  ["GET", "/drop_none/holds"],
] as const

it.each(ONE)("%s /admin/drops%s of an unknown drop is 404", async (method, path) => {
  expect(await admin.send(method, path)).toMatchObject(errorAnswer(404, "DROP_NOT_FOUND"))
})

it.each([...ONE, ["GET", ""], ["POST", ""], ["POST", "/expire-now"]] as const)(
  "%s /admin/drops%s wants an admin's login",
  async (method, path) => {
    const url = `${store.url}/admin/drops${path}`
    const asCustomer = { authorization: `Bearer ${alice.token}` }
    for (const headers of [{}, asCustomer]) {
      expect((await store.http.send(method, url, headers, {})).status).toBe(401)
    }
  }
)

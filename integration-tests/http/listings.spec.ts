import type { StoreListing } from "../../src/contracts/trades"
import { PROFILES } from "../../scripts/test/profiles"
import { DropShopper, signUp, type Customer } from "../lib/drops"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"
import { foundInventory, writeUnits } from "../lib/sharing"

const LISTINGS = "/store/trades/listings"

let store: StoreUnderTest
let shop: Shop
let ann: Customer
let ben: Customer
let cleo: Customer
let dan: Customer
let card: string
let page: string

beforeAll(async () => {
  store = await sharedStore("default")
  shop = await openShop(store)
  const people: Customer[] = []
  for (let made = 0; made < 4; made++) people.push(await signUp(store))
  ;[ann, ben, cleo, dan] = people as [Customer, Customer, Customer, Customer]
  card = (await shop.product([1])).variantId
  page = (await shop.product([1])).variantId
})

afterAll(() => store?.close())
beforeEach(() => store.db.query("truncate holdfast_trade_listing"))

const as = (customer?: Customer): DropShopper => new DropShopper(store, shop, customer)
const list = (customer: Customer, body: object) => as(customer).send("POST", LISTINGS, body)
const listingsOf = async (customer: Customer, query = ""): Promise<StoreListing[]> => {
  const { body } = await as(customer).send("GET", `${LISTINGS}${query}`)
  return body?.listings as StoreListing[]
}
const idOf = (answer: { body?: Record<string, unknown> }): string =>
  (answer.body?.listing as StoreListing).id

describe("one's own listings", () => {
  it("say of a variant how many one gives or wants, the last word counting", async () => {
    const first = await list(ann, { variant_id: card, for_trade: 2 })
    expect(first).toMatchObject({
      status: 200,
      body: { listing: { variant_id: card, for_trade: 2, wanted: 0 } },
    })
    const second = await list(ann, { variant_id: card, wanted: 3, context: "self" })
    expect(second.body).toEqual({
      listing: { id: idOf(first), variant_id: card, for_trade: 0, wanted: 3 },
    })
    await list(ann, { variant_id: page, for_trade: 9 })
    expect((await as(ann).send("GET", `${LISTINGS}?limit=1&offset=1`)).body).toEqual({
      listings: [(second.body as { listing: StoreListing }).listing],
      count: 2,
      offset: 1,
      limit: 1,
    })
    expect(await listingsOf(ben)).toEqual([])
  })

  it("are gone when they say nothing, and saying so again is no error", async () => {
    await list(ann, { variant_id: card, wanted: 1 })
    for (let time = 0; time < 2; time++) {
      expect(await list(ann, { variant_id: card })).toMatchObject({
        status: 200,
        body: { listing: null },
      })
    }
    expect(await listingsOf(ann)).toEqual([])
  })

  it("are one of each variant, also of many requests at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => list(ann, { variant_id: card, wanted: index + 1 }))
    )
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]))
    expect(new Set(answers.map(idOf)).size).toBe(1)
    expect(await listingsOf(ann)).toHaveLength(1)
  })

  it("are taken away by id; others' are not there", async () => {
    const path = `${LISTINGS}/${idOf(await list(ann, { variant_id: card, wanted: 1 }))}`
    const stranger = await as(ben).send("DELETE", path)
    const nowhere = await as(ben).send("DELETE", `${LISTINGS}/hflist_nowhere`)
    expect([stranger.status, nowhere.status]).toEqual([404, 404])
    expect([stranger.body?.code, nowhere.body?.code]).toEqual(["NOT_FOUND", "NOT_FOUND"])
    expect(await as(ann).send("DELETE", path)).toMatchObject({
      status: 200,
      body: { deleted: true },
    })
    expect((await as(ann).send("DELETE", path)).status).toBe(404)
  })

  it("need a login", async () => {
    for (const [method, path] of [
      ["GET", LISTINGS],
      ["POST", LISTINGS],
      ["DELETE", `${LISTINGS}/hflist_any`],
    ] as const) {
      const answer = await as().send(method, path, method === "POST" ? { nonsense: 1 } : undefined)
      expect([method, answer.status, answer.body?.code]).toEqual([method, 401, "AUTH_REQUIRED"])
    }
  })

  it("refuse what is malformed", async () => {
    const wrong = [
      {},
      { variant_id: card, for_trade: 1, wanted: 1 },
      { variant_id: card, for_trade: -1 },
      { variant_id: card, wanted: 1.5 },
      { variant_id: card, wanted: 1, owner_id: ben.id },
      { variant_id: "", wanted: 1 },
    ]
    for (const body of wrong) expect([body, (await list(ann, body)).status]).toEqual([body, 400])
    expect((await as(ann).send("GET", `${LISTINGS}?limit=0`)).status).toBe(400)
    expect((await as(ann).send("GET", `${LISTINGS}?limit=101`)).status).toBe(400)
    expect(await listingsOf(ann)).toEqual([])
  })
})

describe("variants", () => {
  it("that are not visible to the customer do not exist; those that people own do, sold or not", async () => {
    expect(await list(ann, { variant_id: "variant_nowhere", wanted: 1 })).toMatchObject({
      status: 404,
      body: { code: "NOT_FOUND" },
    })
    const secret = await shop.product([1])
    await store.admin.post(`/admin/products/${secret.id}`, { status: "draft" })
    expect((await list(ann, { variant_id: secret.variantId, wanted: 1 })).status).toBe(404)
    await writeUnits(store, { type: "customer", id: ben.id }, secret.variantId, 1)
    expect((await list(ann, { variant_id: secret.variantId, wanted: 1 })).status).toBe(200)
  })

  it("that the merchant blocked are not listed, and can be taken off", async () => {
    const [variant_id] = PROFILES.default.trading.blockedVariants
    await writeUnits(store, { type: "customer", id: ben.id }, variant_id, 1) // or nobody knows it
    await store.db.query(
      `insert into holdfast_trade_listing (id, owner_type, owner_id, variant_id, wanted)
       values ('hflist_blocked', 'customer', $1, $2, 1)`,
      [ann.id, variant_id]
    )
    expect(await list(ann, { variant_id, wanted: 2 })).toMatchObject({
      status: 409,
      body: { code: "NOT_TRADABLE", details: { variant_ids: [variant_id] } },
    })
    const off = await list(ann, { variant_id })
    expect(off).toMatchObject({ status: 200, body: { listing: null } })
    expect(await listingsOf(ann)).toEqual([])
  })

  it("are as many as one may list, and no more", async () => {
    await store.db.query(
      `insert into holdfast_trade_listing (id, owner_type, owner_id, variant_id, wanted)
       select 'hflist_' || n, 'customer', $1, 'variant_' || n, 1 from generate_series(1, 499) n`,
      [ann.id]
    )
    expect((await list(ann, { variant_id: card, wanted: 1 })).status).toBe(200)
    expect(await list(ann, { variant_id: page, wanted: 1 })).toMatchObject({
      status: 409,
      body: { code: "LIMIT_REACHED", details: { limit: 500 } },
    })
    expect((await list(ann, { variant_id: card, wanted: 2 })).status).toBe(200)
    expect((await list(ben, { variant_id: page, wanted: 1 })).status).toBe(200)
  })
})

describe("listings of a shared inventory", () => {
  const setState = (id: string, set: string): Promise<unknown> =>
    store.db.query(`update holdfast_shared_inventory set ${set} where id = $1`, [id])

  it("are for those who may trade for it, and are seen by every member", async () => {
    const context = await foundInventory(store, "Club", [
      [ann, "owner"],
      [ben, "manager"],
      [cleo, "member"],
    ])
    const path = `${LISTINGS}?context=${context}`
    const matrix = [
      { who: ann, see: 200, set: 200, remove: 200 },
      { who: ben, see: 200, set: 200, remove: 200 },
      { who: cleo, see: 200, set: 403, remove: 403 },
      { who: dan, see: 403, set: 403, remove: 404 },
    ]
    for (const { who, see, set, remove } of matrix) {
      const listed = await list(ann, { context, variant_id: card, for_trade: 1 })
      const answers = [
        await as(who).send("GET", path),
        await list(who, { context, variant_id: page, wanted: 1 }),
        await as(who).send("DELETE", `${LISTINGS}/${idOf(listed)}`),
      ]
      expect(answers.map((answer) => answer.status)).toEqual([see, set, remove])
    }
    expect(await listingsOf(ann)).toEqual([])
    expect(await listingsOf(cleo, `?context=${context}`)).toHaveLength(2)
    await setState(context, "trade_role = 'member'")
    expect((await list(cleo, { context, variant_id: page, wanted: 2 })).status).toBe(200)
  })

  it("stand still while it is archived or frozen", async () => {
    const context = await foundInventory(store, "Closed", [[ann, "owner"]])
    const { body } = await list(ann, { context, variant_id: card, for_trade: 1 })
    const { id } = (body as { listing: StoreListing }).listing
    for (const closed of ["status = 'archived'", "status = 'active', frozen_at = now()"]) {
      await setState(context, closed)
      const refused = [
        await list(ann, { context, variant_id: card, for_trade: 2 }),
        await as(ann).send("DELETE", `${LISTINGS}/${id}`),
      ]
      for (const answer of refused) {
        expect(answer).toMatchObject({ status: 409, body: { code: "SHARED_INVENTORY_CLOSED" } })
      }
      expect(await listingsOf(ann, `?context=${context}`)).toHaveLength(1)
    }
  })

  it("answer alike of one that is not there and one of others", async () => {
    const theirs = await foundInventory(store, "Theirs", [[ben, "owner"]])
    for (const context of [theirs, "hfinv_nowhere"]) {
      const answer = await as(ann).send("GET", `${LISTINGS}?context=${context}`)
      expect([answer.status, answer.body?.code]).toEqual([403, "FORBIDDEN"])
      expect(String(answer.body?.message).replace(context, "…")).toBe(
        "You are not a member of shared inventory …."
      )
    }
  })
})

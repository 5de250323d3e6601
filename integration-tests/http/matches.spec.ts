import { createRingBody, createTradeBody, type StoreMatch } from "../../src/contracts/trades"
import type { Owner } from "../../src/contracts/vaults"
import type { Answer } from "../../scripts/rush/http"
import { PROFILES } from "../../scripts/test/profiles"
import { DropShopper, signUp, type Customer } from "../lib/drops"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"
import { foundInventory, writeUnits } from "../lib/sharing"

const MATCHES = "/store/trades/matches"
const PER_MINUTE = PROFILES.quiet.trading.perMinute.matches

let store: StoreUnderTest
let shop: Shop
let variants: [string, string, string]

beforeAll(async () => {
  store = await sharedStore("quiet")
  shop = await openShop(store)
  const [a, b, c] = [await shop.product([1]), await shop.product([1]), await shop.product([1])]
  variants = [a.variantId, b.variantId, c.variantId]
})

afterAll(() => store?.close())
// Nobody of one test trades with somebody of another.
beforeEach(() => store.db.query("truncate holdfast_trade_listing"))

const as = (customer?: Customer): DropShopper => new DropShopper(store, shop, customer)
const meet = (customer: Customer, query = ""): Promise<Answer> =>
  as(customer).send("GET", `${MATCHES}${query}`)
const matchesOf = async (customer: Customer, query = ""): Promise<StoreMatch[]> => {
  const { status, body } = await meet(customer, query)
  expect(status).toBe(200)
  return body?.matches as StoreMatch[]
}
const self = ({ id }: Customer): Owner => ({ type: "customer", id })
const groupOf = (id: string): Owner => ({ type: "shared_inventory", id })
const ownersOf = (matches: readonly StoreMatch[]): Owner[][] =>
  matches.map((match) => match.sides.map((side) => side.owner))

/** Has and gives units of one variant, and wants as many of another. */
async function offers(
  customer: Customer,
  given: string,
  wanted: string,
  { units = 1, group }: { units?: number; group?: string } = {}
): Promise<void> {
  await writeUnits(store, group ? groupOf(group) : self(customer), given, units)
  for (const body of [
    { variant_id: given, for_trade: units },
    { variant_id: wanted, wanted: units },
  ]) {
    const listing = { ...body, context: group ?? "self" }
    expect((await as(customer).send("POST", "/store/trades/listings", listing)).status).toBe(200)
  }
}

it("proposes swaps and rings as bodies that can be sent as they are", async () => {
  const [a, b, c] = variants
  const people: Customer[] = []
  for (let made = 0; made < 4; made++) people.push(await signUp(store))
  const [ann, ben, cleo, dan] = people as [Customer, Customer, Customer, Customer]
  await offers(ann, a, c, { units: 2 })
  await offers(ben, b, a, { units: 2 })
  await offers(cleo, c, b, { units: 2 })
  await offers(dan, c, a)

  const [ring, swap, ...more] = await matchesOf(ann)
  expect(more).toEqual([])
  const one = (variant_id: string, quantity: number) => [{ variant_id, quantity }]
  expect(ring).toEqual({
    kind: "ring",
    sides: [
      { owner: self(ann), name: "Robin V.", gives: one(a, 2) },
      { owner: self(ben), name: "Robin V.", gives: one(b, 2) },
      { owner: self(cleo), name: "Robin V.", gives: one(c, 2) },
    ],
    units: 6,
    fit: 1,
    proposal: {
      context: "self",
      others: [{ customer_id: ben.id }, { customer_id: cleo.id }],
      gives: [one(a, 2), one(b, 2), one(c, 2)],
    },
  })
  expect(swap).toMatchObject({
    kind: "direct",
    units: 2,
    fit: 2 / 3,
    proposal: {
      context: "self",
      target: { customer_id: dan.id },
      offered: one(a, 1),
      wanted: one(c, 1),
    },
  })
  expect(createRingBody.parse(ring?.proposal)).toEqual(ring?.proposal)
  expect(createTradeBody.parse(swap?.proposal)).toEqual(swap?.proposal)
  expect(await matchesOf(ann, "?limit=1")).toEqual([ring])
})

it("never proposes a side for which the customer may act itself", async () => {
  const [a, b] = variants
  const [ann, ben, cleo] = [await signUp(store), await signUp(store), await signUp(store)]
  const own = await foundInventory(store, "Ann's own", [[ann, "owner"]])
  const club = await foundInventory(store, "Club", [
    [ben, "owner"],
    [ann, "member"],
  ])
  const foreign = await foundInventory(store, "Foreign", [[cleo, "owner"]])
  await offers(ann, a, b)
  await offers(ann, b, a, { group: own })
  await offers(ben, b, a, { group: club })
  await offers(cleo, b, a, { group: foreign })

  const found = await matchesOf(ann)
  expect(new Set(found.map((match) => match.sides[1]?.name))).toEqual(new Set(["Club", "Foreign"]))
  expect(found.every((match) => match.kind === "direct")).toBe(true)
  expect(found.map((match) => match.proposal)).toContainEqual(
    expect.objectContaining({ target: { shared_inventory_id: foreign } })
  )
  // The same from the inventory's side: not with the customer itself, who is its owner.
  expect(await matchesOf(ann, `?context=${own}`)).toEqual([])
  expect(ownersOf(await matchesOf(ben, `?context=${club}`))).toEqual([[groupOf(club), self(ann)]])
  await store.db.query("update holdfast_shared_inventory set trade_role = 'member' where id = $1", [
    club,
  ])
  expect((await matchesOf(ann)).map((match) => match.sides[1]?.name)).toEqual(["Foreign"])
})

it("does not propose a customer who is gone, and fills the place with the next", async () => {
  const [a, b] = variants
  const [ann, ben, cleo] = [await signUp(store), await signUp(store), await signUp(store)]
  await offers(ann, a, b, { units: 2 })
  await offers(ben, b, a, { units: 2 })
  await offers(cleo, b, a)
  expect(ownersOf(await matchesOf(ann, "?limit=1"))).toEqual([[self(ann), self(ben)]])
  // Medusa would look for the login of an account, which a test's customer has not got.
  await store.db.query("update customer set has_account = false where id = $1", [ben.id])
  await store.admin.delete(`/admin/customers/${ben.id}`)
  expect(ownersOf(await matchesOf(ann, "?limit=1"))).toEqual([[self(ann), self(cleo)]])
})

it("is for those who are logged in and may trade for the context", async () => {
  const [ann, ben] = [await signUp(store), await signUp(store)]
  const club = await foundInventory(store, "Closed club", [
    [ben, "owner"],
    [ann, "member"],
  ])
  expect(await as().send("GET", MATCHES)).toMatchObject({
    status: 401,
    body: { code: "AUTH_REQUIRED" },
  })
  for (const context of [club, "hfinv_nowhere"]) {
    expect(await meet(ann, `?context=${context}`)).toMatchObject({
      status: 403,
      body: { code: "FORBIDDEN" },
    })
  }
  expect((await meet(ann, "?limit=51")).status).toBe(400)
  expect(await matchesOf(ben, `?context=${club}`)).toEqual([])
  await store.db.query("update holdfast_shared_inventory set frozen_at = now() where id = $1", [
    club,
  ])
  expect(await meet(ben, `?context=${club}`)).toMatchObject({
    status: 409,
    body: { code: "SHARED_INVENTORY_CLOSED" },
  })
})

it("turns a customer away who asks too often, and nobody else", async () => {
  const [ann, ben] = [await signUp(store), await signUp(store)]
  const answers = await Promise.all(Array.from({ length: PER_MINUTE + 3 }, () => meet(ann)))
  const statuses = answers.map((answer) => answer.status).sort()
  expect(statuses).toEqual([...Array<number>(PER_MINUTE).fill(200), 429, 429, 429])
  const refused = answers.find((answer) => answer.status === 429)
  expect(refused?.body).toMatchObject({ code: "TOO_MANY_REQUESTS" })
  expect(refused?.retryAfter).toBeGreaterThan(0)
  expect(refused?.retryAfter).toBeLessThanOrEqual(60)
  expect((await meet(ben)).status).toBe(200)
})

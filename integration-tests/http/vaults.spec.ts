import { storeVaultEntry, storeVaultUnits, type StoreVaultEntry } from "../../src/contracts/vaults"
import { signUp } from "../lib/drops"
import { openEventTap, type EventTap } from "../lib/event-tap"
import { openShop, type Product, type Shop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"
import { MerchantApi, Collector, endHolds, holdUnits, errorAnswer } from "../lib/sharing"

let tap: EventTap
let store: StoreUnderTest
let shop: Shop
let merchant: MerchantApi
let alice: Collector
let bob: Collector
let card: Product
let page: Product

beforeAll(async () => {
  store = await sharedStore("quiet")
  tap = await openEventTap(store)
  shop = await openShop(store)
  merchant = new MerchantApi(store)
  card = await shop.product([5])
  page = await shop.product([5])
})

afterAll(async () => {
  await tap?.close()
  await endHolds(store)
  await store?.close()
})

/** Everybody starts with an empty vault. */
beforeEach(async () => {
  alice = new Collector(store, shop, await signUp(store))
  bob = new Collector(store, shop, await signUp(store))
})

const give = (who: Collector, product: Product, quantity: number) =>
  merchant.grant({ type: "customer", id: who.id }, [{ variant_id: product.variantId, quantity }])

const items = (...pairs: [Product, number][]) => ({
  items: pairs.map(([product, quantity]) => ({ variant_id: product.variantId, quantity })),
})

const entriesOf = async (who: Collector, path = "/vault/entries"): Promise<StoreVaultEntry[]> =>
  (await who.get(path)).body?.entries as StoreVaultEntry[]

describe("GET /store/vault", () => {
  it("shows one's own units with titles, what is held and what is free", async () => {
    await give(alice, card, 5)
    await give(alice, page, 2)
    await give(bob, card, 9)
    await holdUnits(store, alice.id, card.variantId, 3)
    const { body } = await alice.get("/vault")
    expect(body).toMatchObject({ count: 2, offset: 0, limit: 20 })
    const units = (body?.units as unknown[]).map((one) => storeVaultUnits.strict().parse(one))
    expect(units.find((one) => one.variant_id === card.variantId)).toMatchObject({
      title: "42",
      product_id: card.id,
      product_title: expect.stringContaining("Test"),
      quantity: 5,
      held: 3,
      available: 2,
    })
    expect(await alice.units(page.variantId)).toEqual({ quantity: 2, held: 0, available: 2 })
  })

  it("by pages and by variant", async () => {
    await give(alice, card, 1)
    await give(alice, page, 1)
    const idsOf = async (query: string) => {
      const { body } = await alice.get(`/vault${query}`)
      return {
        ids: (body?.units as { variant_id: string }[]).map((one) => one.variant_id),
        count: body?.count,
      }
    }
    const [first, second] = [card.variantId, page.variantId].sort()
    expect(await idsOf("?limit=1")).toEqual({ ids: [first], count: 2 })
    expect(await idsOf("?limit=1&offset=1")).toEqual({ ids: [second], count: 2 })
    expect(await idsOf(`?variant_id=${page.variantId}`)).toEqual({
      ids: [page.variantId],
      count: 1,
    })
    expect(await idsOf(`?variant_id[]=${first}&variant_id[]=${second}`)).toMatchObject({ count: 2 })
    expect((await alice.get("/vault?limit=101")).status).toBe(400)
  })

  it("still shows units of a variant that the merchant deleted, without a title", async () => {
    const gone = await shop.product([1])
    await give(alice, gone, 2)
    expect((await merchant.send("DELETE", `/products/${gone.id}`)).status).toBe(200)
    const { body } = await alice.get("/vault")
    expect(body?.units).toEqual([
      {
        variant_id: gone.variantId,
        title: null,
        product_id: null,
        product_title: null,
        thumbnail: null,
        quantity: 2,
        held: 0,
        available: 2,
      },
    ])
  })

  it("counts a hold whose time ran out for nobody, before anybody tidied", async () => {
    await give(alice, card, 2)
    const hold = await holdUnits(store, alice.id, card.variantId, 2)
    expect(await alice.units(card.variantId)).toEqual({ quantity: 2, held: 2, available: 0 })
    await store.db.query(
      `update holdfast_hold set expires_at = now() - interval '1 second' where id = $1`,
      [hold]
    )
    expect(await alice.units(card.variantId)).toEqual({ quantity: 2, held: 0, available: 2 })
    const club = await alice.create()
    expect((await alice.post(`/shared-inventories/${club}/deposit`, items([card, 2]))).status).toBe(
      200
    )
  })

  it("is for customers who are logged in", async () => {
    const guest = new Collector(store, shop)
    for (const path of ["/vault", "/vault/entries"]) {
      expect(await guest.get(path)).toMatchObject(errorAnswer(401, "AUTH_REQUIRED"))
    }
  })
})

describe("deposits and withdrawals", () => {
  it("move units between a member's own vault and the shared one, and are written down in both", async () => {
    const club = await alice.create()
    await give(alice, card, 3)
    const deposit = await alice.post(`/shared-inventories/${club}/deposit`, items([card, 3]))
    expect(deposit).toMatchObject({
      status: 200,
      body: { moved: [{ variant_id: card.variantId, quantity: 3 }] },
    })
    await alice.post(`/shared-inventories/${club}/withdraw`, items([card, 1]))
    expect(await alice.units(card.variantId)).toMatchObject({ quantity: 1 })
    expect(await alice.units(card.variantId, club)).toMatchObject({ quantity: 2 })

    const mine = (await entriesOf(alice)).map((one) => storeVaultEntry.strict().parse(one))
    expect(mine).toMatchObject([
      { kind: "received", quantity: 1, variant_id: card.variantId, trade_id: null },
      { kind: "given", quantity: -3, reason: expect.stringContaining(club) },
      { kind: "credited", quantity: 3, reason: "a test" },
    ])
    const shared = await entriesOf(alice, `/shared-inventories/${club}/entries`)
    expect(shared).toMatchObject([
      { kind: "given", quantity: -1 },
      { kind: "received", quantity: 3 },
    ])
    const { body } = await alice.get("/vault/entries?limit=1&offset=1")
    expect(body).toMatchObject({ count: 3, entries: [{ kind: "given" }] })
  })

  it("are refused with every short item, and then nothing moves", async () => {
    const club = await alice.create()
    await give(alice, card, 3)
    await give(alice, page, 1)
    await holdUnits(store, alice.id, card.variantId, 2)
    const answer = await alice.post(
      `/shared-inventories/${club}/deposit`,
      items([card, 2], [page, 4])
    )
    expect(answer).toMatchObject(errorAnswer(409, "INSUFFICIENT_STOCK"))
    const { lines } = answer.body?.details as { lines: unknown[] }
    expect(lines).toHaveLength(2)
    expect(lines).toEqual(
      expect.arrayContaining([
        { variant_id: card.variantId, asked: 2, available: 1 },
        { variant_id: page.variantId, asked: 4, available: 1 },
      ])
    )
    const partly = await alice.post(
      `/shared-inventories/${club}/deposit`,
      items([card, 1], [page, 2])
    )
    expect(partly.body?.details).toEqual({
      lines: [{ variant_id: page.variantId, asked: 2, available: 1 }],
    })
    expect(await alice.units(card.variantId)).toEqual({ quantity: 3, held: 2, available: 1 })
    expect(await alice.units(card.variantId, club)).toEqual({ quantity: 0, held: 0, available: 0 })
    const never = await alice.post(`/shared-inventories/${club}/withdraw`, items([page, 1]))
    expect(never.body?.details).toEqual({
      lines: [{ variant_id: page.variantId, asked: 1, available: 0 }],
    })
  })

  it("let managers take units out of an archived one, and nobody put any in", async () => {
    const club = await alice.create()
    await give(alice, card, 2)
    await alice.post(`/shared-inventories/${club}/deposit`, items([card, 2]))
    await alice.admit(club, bob, "manager")
    await alice.post(`/shared-inventories/${club}/archive`)
    expect((await bob.post(`/shared-inventories/${club}/withdraw`, items([card, 2]))).status).toBe(
      200
    )
    expect(await bob.post(`/shared-inventories/${club}/deposit`, items([card, 1]))).toMatchObject(
      errorAnswer(409, "SHARED_INVENTORY_CLOSED")
    )
    expect(await bob.units(card.variantId)).toMatchObject({ quantity: 2 })
  })

  it("happen once under an Idempotency-Key, in whatever order the items come", async () => {
    const club = await alice.create()
    await give(alice, card, 9)
    await give(alice, page, 9)
    const path = `/shared-inventories/${club}/deposit`
    const both = items([card, 1], [page, 2])
    const first = await alice.post(path, both, "key-1")
    expect(first.status).toBe(200)
    expect(await alice.post(path, both, "key-1")).toMatchObject({ status: 200, body: first.body })
    expect((await alice.post(path, items([page, 2], [card, 1]), "key-1")).status).toBe(200)
    expect(await alice.units(card.variantId, club)).toMatchObject({ quantity: 1 })

    const others: [string, object][] = [
      [path, items([card, 2], [page, 2])],
      [path, items([page, 2])],
      [path, items([card, 1], [page, 2], [await shop.product([1]), 1])],
      [`/shared-inventories/${club}/withdraw`, both],
      [`/shared-inventories/${await alice.create()}/deposit`, both],
    ]
    for (const [where, body] of others) {
      expect(await alice.post(where, body, "key-1")).toMatchObject(
        errorAnswer(409, "IDEMPOTENCY_KEY_REUSED")
      )
    }
    expect(await alice.units(page.variantId, club)).toMatchObject({ quantity: 2 })

    // Another customer's key is another key.
    await alice.admit(club, bob)
    await give(bob, card, 1)
    expect((await bob.post(path, items([card, 1]), "key-1")).status).toBe(200)
    expect(await bob.units(card.variantId, club)).toMatchObject({ quantity: 2 })
    expect(await alice.post(path, both, "k".repeat(129))).toMatchObject(
      errorAnswer(400, "INVALID_DATA")
    )
  })

  it("happen once though ten retries come at once", async () => {
    const club = await alice.create()
    await give(alice, card, 10)
    const path = `/shared-inventories/${club}/deposit`
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => alice.post(path, items([card, 1]), "key-2"))
    )
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 10 }, () => 200))
    expect(await alice.units(card.variantId, club)).toMatchObject({ quantity: 1 })
    // Control: without the key they are ten requests, and nine units are left.
    const without = await Promise.all(
      Array.from({ length: 10 }, () => alice.post(path, items([card, 1])))
    )
    expect(without.filter((answer) => answer.status === 200)).toHaveLength(9)
    expect(await alice.units(card.variantId)).toEqual({ quantity: 0, held: 0, available: 0 })
  })

  it("that failed can be retried with the same key", async () => {
    const club = await alice.create()
    const path = `/shared-inventories/${club}/deposit`
    expect(await alice.post(path, items([card, 1]), "key-3")).toMatchObject(
      errorAnswer(409, "INSUFFICIENT_STOCK")
    )
    await give(alice, card, 1)
    expect((await alice.post(path, items([card, 1]), "key-3")).status).toBe(200)
  })
})

describe("events", () => {
  it("report a shared inventory and its members, with ids only", async () => {
    const club = await alice.create("A name that no event tells")
    const at = { shared_inventory_id: club }
    await alice.post(`/shared-inventories/${club}`, { trade_role: "member" })
    const bobs = await alice.admit(club, bob)
    const bobAt = { ...at, member_id: bobs, customer_id: bob.id }
    await alice.post(`/shared-inventories/${club}/members/${bobs}`, { role: "manager" })
    await bob.post(`/shared-inventories/${club}/leave`)
    const again = await alice.invite(club, bob)
    await bob.post(`/shared-inventories/invitations/${again}/decline`)
    const third = await alice.invite(club, bob)
    await alice.send("DELETE", `/shared-inventories/${club}/members/${third}`)
    await alice.post(`/shared-inventories/${club}/archive`)
    await merchant.send("POST", `/shared-inventories/${club}/freeze`, { reason: "a test" })
    await merchant.send("POST", `/shared-inventories/${club}/unfreeze`)

    await tap.hears("holdfast.shared_inventory.created", at)
    await tap.hears("holdfast.shared_inventory.updated", at)
    await tap.hears("holdfast.membership.invited", bobAt)
    await tap.hears("holdfast.membership.accepted", bobAt)
    await tap.hears("holdfast.membership.role_changed", bobAt)
    await tap.hears("holdfast.membership.left", bobAt)
    await tap.hears("holdfast.membership.declined", { ...bobAt, member_id: again })
    await tap.hears("holdfast.membership.removed", { ...bobAt, member_id: third })
    await tap.hears("holdfast.shared_inventory.archived", at)
    await tap.hears("holdfast.shared_inventory.frozen", at)
    await tap.hears("holdfast.shared_inventory.unfrozen", at)
    expect(JSON.stringify(tap.heard)).not.toMatch(/A name that no event tells|@example|Robin/)
  })

  it("report units that moved, once", async () => {
    const club = await alice.create()
    const me = { type: "customer", id: alice.id }
    const variant_ids = [card.variantId]
    await give(alice, card, 2)
    await tap.hears("holdfast.vault.credited", { from: null, to: me, variant_ids })
    for (let retry = 0; retry < 2; retry++) {
      await alice.post(`/shared-inventories/${club}/deposit`, items([card, 1]), "key-4")
    }
    const to = { type: "shared_inventory", id: club }
    await tap.hears("holdfast.vault.transferred", { from: me, to, variant_ids })
    const body = { owner: me, ...items([card, 1]), reason: "a test" }
    await merchant.send("POST", "/vaults/debit", body)
    // The last of three: by then the second deposit would have been heard as well.
    await tap.hears("holdfast.vault.debited", { from: me, to: null, variant_ids })
    const transfers = tap.heard.filter(
      ({ name, data }) =>
        name === "holdfast.vault.transferred" && JSON.stringify(data.to) === JSON.stringify(to)
    )
    expect(transfers).toHaveLength(1)
  })
})

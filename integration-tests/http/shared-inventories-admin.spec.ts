import { randomUUID } from "node:crypto"
import { adminMember, adminSharedInventory } from "../../src/contracts/admin-shared-inventories"
import { adminVault, adminVaultEntry } from "../../src/contracts/admin-vaults"
import { signUp } from "../lib/drops"
import { openShop, type Product, type Shop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"
import { MerchantApi, Collector, endHolds, holdUnits, errorAnswer } from "../lib/sharing"

let store: StoreUnderTest
let shop: Shop
let merchant: MerchantApi
let alice: Collector
let bob: Collector
let card: Product

beforeAll(async () => {
  store = await sharedStore("quiet")
  shop = await openShop(store)
  merchant = new MerchantApi(store)
  alice = new Collector(store, shop, await signUp(store))
  bob = new Collector(store, shop, await signUp(store))
})

afterAll(async () => {
  await endHolds(store)
  await store?.close()
})

beforeEach(async () => {
  card = await shop.product([5])
})

const get = async (path: string) => {
  const { status, body } = await merchant.send("GET", path)
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
  return body as Record<string, unknown>
}
const ids = (body: Record<string, unknown>, key: string): string[] =>
  (body[key] as { id: string }[]).map((row) => row.id)
const customer = (who: Collector) => ({ type: "customer" as const, id: who.id })
const units = (quantity: number, product = card) => [{ variant_id: product.variantId, quantity }]
const move = (verb: "grant" | "debit", body: object, key?: string) =>
  merchant.send("POST", `/vaults/${verb}`, body, key ? { "idempotency-key": key } : {})

it("everything asks for a merchant's login", async () => {
  const routes: ["GET" | "POST", string][] = [
    ["GET", "/shared-inventories"],
    ["GET", "/shared-inventories/hfinv_1"],
    ["GET", "/shared-inventories/hfinv_1/members"],
    ["POST", "/shared-inventories/hfinv_1/freeze"],
    ["GET", "/vaults"],
    ["GET", "/vaults/entries"],
    ["POST", "/vaults/grant"],
    ["POST", "/vaults/debit"],
  ]
  for (const authorization of ["", `Bearer ${alice.customer?.token}`]) {
    for (const [method, path] of routes) {
      const body = method === "POST" ? {} : undefined
      const url = `${store.url}/admin${path}`
      const { status } = await store.http.send(method, url, { authorization }, body)
      expect({ path, status }).toEqual({ path, status: 401 })
    }
  }
})

describe("GET /admin/shared-inventories", () => {
  it("filters by name, state, freeze and member, with pages, order and fields", async () => {
    const word = randomUUID().slice(0, 8)
    const first = await alice.create(`Cards ${word}`)
    const second = await alice.create(`Pages ${word}`)
    const third = await bob.create(`Cards ${word} too`)
    await alice.admit(second, bob)
    await alice.post(`/shared-inventories/${first}/archive`)
    await merchant.send("POST", `/shared-inventories/${third}/freeze`, { reason: "a dispute" })
    const look = async (query: string) =>
      ids(await get(`/shared-inventories?q=${word}${query}`), "shared_inventories")
    expect(await look("")).toEqual([third, second, first])
    expect(await look("&order=name")).toEqual([first, third, second])
    expect(await look("&limit=1&offset=1")).toEqual([second])
    expect(await look("&status=archived")).toEqual([first])
    expect(await look("&status[]=archived&status[]=active&frozen=false")).toEqual([second, first])
    expect(await look("&frozen=true")).toEqual([third])
    expect(await look(`&customer_id=${bob.id}`)).toEqual([third, second])
    expect(await look(`&customer_id=${bob.id}&id=${second}`)).toEqual([second])
    expect(await look("&customer_id=cus_nobody")).toEqual([])
    expect(await get(`/shared-inventories?q=${word}&limit=1`)).toMatchObject({
      count: 3,
      limit: 1,
      offset: 0,
    })
    expect(await get(`/shared-inventories/${second}?fields=id,member_count`)).toEqual({
      shared_inventory: { id: second, member_count: 2 },
    })
    for (const wrong of ["&status=gone", "&order=member_count", "&limit=-1", "&colour=ink"]) {
      const { status } = await merchant.send("GET", `/shared-inventories?q=${word}${wrong}`)
      expect({ wrong, status }).toEqual({ wrong, status: 400 })
    }
  })

  it("shows one, and 404 for what is none", async () => {
    const id = await alice.create("Card club")
    const { shared_inventory } = await get(`/shared-inventories/${id}`)
    expect(adminSharedInventory.strict().parse(shared_inventory)).toMatchObject({
      id,
      created_by: alice.id,
      frozen: false,
      frozen_reason: null,
      member_count: 1,
    })
    for (const path of ["", "/members", "/units", "/entries"]) {
      const answer = await merchant.send("GET", `/shared-inventories/hfinv_none${path}`)
      expect(answer).toMatchObject(errorAnswer(404, "NOT_FOUND"))
    }
  })

  it("shows the members, those that went included", async () => {
    const id = await alice.create()
    const bobs = await alice.admit(id, bob, "manager")
    await bob.post(`/shared-inventories/${id}/leave`)
    await alice.post(`/shared-inventories/${id}/members`, { email: "friend@example.test" })
    const { members, count } = await get(`/shared-inventories/${id}/members`)
    const rows = (members as unknown[]).map((row) => adminMember.strict().parse(row))
    expect(count).toBe(3)
    expect(rows.find((row) => row.id === bobs)).toMatchObject({
      status: "left",
      role: "manager",
      invited_by: alice.id,
      ended_at: expect.any(String),
    })
    expect(rows.find((row) => row.status === "invited")).toMatchObject({
      email: "friend@example.test",
      customer_id: null,
    })
    const active = await get(`/shared-inventories/${id}/members?status=active`)
    expect(active).toMatchObject({ count: 1, members: [{ customer_id: alice.id, role: "owner" }] })
  })

  it("shows what is in it and what moved it", async () => {
    const id = await alice.create()
    const owner = { type: "shared_inventory" as const, id }
    await merchant.grant(owner, units(3))
    await alice.post(`/shared-inventories/${id}/withdraw`, { items: units(1) })
    const inside = await get(`/shared-inventories/${id}/units`)
    expect((inside.units as unknown[]).map((row) => adminVault.strict().parse(row))).toMatchObject([
      { owner, variant_id: card.variantId, product_id: card.id, quantity: 2, available: 2 },
    ])
    expect(await get(`/shared-inventories/${id}/units?variant_id=variant_none`)).toMatchObject({
      count: 0,
    })
    const journal = await get(`/shared-inventories/${id}/entries`)
    const entries = (journal.entries as unknown[]).map((row) => adminVaultEntry.strict().parse(row))
    expect(entries).toMatchObject([
      {
        kind: "given",
        quantity: -1,
        actor: "shopper",
        reference: expect.stringMatching(/^withdraw_/),
      },
      {
        kind: "credited",
        quantity: 3,
        actor: "admin",
        reference: expect.stringMatching(/^grant_/),
      },
    ])
    // By its reference, a movement shows both of its sides.
    const [withdrawal] = entries
    const both = await get(`/vaults/entries?reference=${withdrawal?.reference}`)
    expect(both).toMatchObject({ count: 2 })
    expect((both.entries as { owner: object }[]).map((one) => one.owner)).toEqual(
      expect.arrayContaining([owner, customer(alice)])
    )
  })
})

describe("freezing", () => {
  it("stops everything but looking and leaving, with a reason, until it is lifted", async () => {
    const id = await alice.create()
    await alice.admit(id, bob)
    const path = `/shared-inventories/${id}`
    expect((await merchant.send("POST", `${path}/freeze`, {})).status).toBe(400)
    expect((await merchant.send("POST", `${path}/freeze`, { reason: " " })).status).toBe(400)
    const frozen = await merchant.send("POST", `${path}/freeze`, { reason: "a dispute" })
    expect(frozen).toMatchObject({
      status: 200,
      body: { shared_inventory: { frozen: true, frozen_reason: "a dispute" } },
    })
    const since = (frozen.body?.shared_inventory as { frozen_at: string }).frozen_at
    const again = await merchant.send("POST", `${path}/freeze`, { reason: "still a dispute" })
    expect(again.body?.shared_inventory).toMatchObject({
      frozen_at: since,
      frozen_reason: "still a dispute",
    })
    expect((await alice.get(path)).body?.shared_inventory).toMatchObject({ frozen: true })
    expect(await alice.post(`${path}/archive`)).toMatchObject(
      errorAnswer(409, "SHARED_INVENTORY_CLOSED")
    )
    expect((await bob.post(`${path}/leave`)).status).toBe(200)
    const lifted = await merchant.send("POST", `${path}/unfreeze`)
    expect(lifted.body?.shared_inventory).toMatchObject({ frozen: false, frozen_reason: null })
    expect((await alice.post(`${path}/archive`)).status).toBe(200)
    for (const verb of ["freeze", "unfreeze"]) {
      const body = verb === "freeze" ? { reason: "none" } : undefined
      expect(
        await merchant.send("POST", `/shared-inventories/hfinv_none/${verb}`, body)
      ).toMatchObject(errorAnswer(404, "NOT_FOUND"))
    }
  })
})

describe("grants and debits", () => {
  it("change a vault, with the reason in the journal that its owner reads", async () => {
    const granted = await move("grant", {
      owner: customer(alice),
      items: units(4),
      reason: "won the raffle",
    })
    expect(granted).toMatchObject({
      status: 200,
      body: { owner: customer(alice), moved: units(4) },
    })
    const debited = await move("debit", {
      owner: customer(alice),
      items: units(1),
      reason: "sent to the wrong one",
    })
    expect(debited.status).toBe(200)
    expect(await alice.units(card.variantId)).toEqual({ quantity: 3, held: 0, available: 3 })
    expect((await alice.get("/vault/entries?limit=2")).body?.entries).toMatchObject([
      { kind: "debited", quantity: -1, reason: "sent to the wrong one" },
      { kind: "credited", quantity: 4, reason: "won the raffle" },
    ])
  })

  it("take nothing that is held or not there: 409 with each short item", async () => {
    const page = await shop.product([1])
    await merchant.grant(customer(alice), units(4))
    await holdUnits(store, alice.id, card.variantId, 3)
    const items = [...units(2), ...units(1, page)]
    const answer = await move("debit", { owner: customer(alice), items, reason: "a test" })
    expect(answer).toMatchObject(errorAnswer(409, "INSUFFICIENT_STOCK"))
    const { lines } = answer.body?.details as { lines: unknown[] }
    expect(lines).toHaveLength(2)
    expect(lines).toEqual(
      expect.arrayContaining([
        { variant_id: card.variantId, asked: 2, available: 1 },
        { variant_id: page.variantId, asked: 1, available: 0 },
      ])
    )
    expect(await alice.units(card.variantId)).toEqual({ quantity: 4, held: 3, available: 1 })
  })

  it("go to owners and variants that exist", async () => {
    const grant = (owner: object, items: object[]) => move("grant", { owner, items, reason: "x" })
    const nobody = { type: "customer", id: "cus_none" }
    expect(await grant(nobody, units(1))).toMatchObject(errorAnswer(404, "NOT_FOUND"))
    expect(await grant({ type: "shared_inventory", id: "hfinv_none" }, units(1))).toMatchObject(
      errorAnswer(404, "NOT_FOUND")
    )
    // A customer's id is no shared inventory's.
    expect(await grant({ type: "shared_inventory", id: alice.id }, units(1))).toMatchObject(
      errorAnswer(404, "NOT_FOUND")
    )
    const unknown = [{ variant_id: "variant_none", quantity: 1 }, ...units(1)]
    expect(await grant(customer(alice), unknown)).toMatchObject({
      ...errorAnswer(400, "INVALID_DATA"),
      body: { details: { variant_ids: ["variant_none"] } },
    })
    expect(await alice.units(card.variantId)).toMatchObject({ quantity: 0 })
  })

  it("refuse what is malformed, a missing reason first of all", async () => {
    const body = { owner: customer(alice), items: units(1), reason: "a test" }
    for (const wrong of [
      { ...body, reason: undefined },
      { ...body, reason: "  " },
      { ...body, reason: "x".repeat(501) },
      { ...body, items: [] },
      { ...body, items: units(0) },
      { ...body, items: units(1.5) },
      { ...body, items: [...units(1), ...units(1)] },
      { ...body, owner: { type: "cart", id: "cart_1" } },
      { ...body, colour: "ink" },
    ]) {
      for (const verb of ["grant", "debit"] as const) {
        expect((await move(verb, wrong)).status).toBe(400)
      }
    }
    expect(await alice.units(card.variantId)).toMatchObject({ quantity: 0 })
  })

  it("happen once under an Idempotency-Key", async () => {
    const body = { owner: customer(alice), items: units(2), reason: "a test" }
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 5 }, () => move("grant", body, key)))
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200])
    expect(await alice.units(card.variantId)).toMatchObject({ quantity: 2 })
    for (const other of [
      { ...body, items: units(3) },
      { ...body, reason: "another" },
      { ...body, owner: customer(bob) },
    ]) {
      expect(await move("grant", other, key)).toMatchObject(
        errorAnswer(409, "IDEMPOTENCY_KEY_REUSED")
      )
    }
    expect(await move("debit", body, key)).toMatchObject(errorAnswer(409, "IDEMPOTENCY_KEY_REUSED"))
    expect(await alice.units(card.variantId)).toMatchObject({ quantity: 2 })
  })

  it("reach a shared inventory that is frozen or archived, and take back what a deleted variant left", async () => {
    const id = await alice.create()
    const owner = { type: "shared_inventory", id }
    await alice.post(`/shared-inventories/${id}/archive`)
    await merchant.send("POST", `/shared-inventories/${id}/freeze`, { reason: "a dispute" })
    await merchant.grant(owner, units(2))
    await merchant.send("DELETE", `/products/${card.id}`)
    const debit = await move("debit", { owner, items: units(2), reason: "discontinued" })
    expect(debit.status).toBe(200)
    expect(await alice.units(card.variantId, id)).toMatchObject({ quantity: 0 })
  })
})

describe("GET /admin/vaults", () => {
  it("tells who has what, by owner, kind of owner and variant", async () => {
    const club = await alice.create()
    await merchant.grant(customer(alice), units(2))
    await merchant.grant(customer(bob), units(1))
    await merchant.grant({ type: "shared_inventory", id: club }, units(3))
    const look = async (query: string) => {
      const { vaults, count } = await get(`/vaults?variant_id=${card.variantId}${query}`)
      const rows = (vaults as unknown[]).map((row) => adminVault.strict().parse(row))
      return { count, has: rows.map((row) => [row.owner.id, row.quantity]) }
    }
    const expectHas = async (query: string, has: [string, number][]) => {
      const found = await look(query)
      expect(found.count).toBe(has.length)
      expect(found.has.sort()).toEqual(has.sort())
    }
    await expectHas("", [
      [alice.id, 2],
      [bob.id, 1],
      [club, 3],
    ])
    await expectHas("&owner_type=shared_inventory", [[club, 3]])
    await expectHas(`&owner_id=${bob.id}`, [[bob.id, 1]])
    await expectHas(`&owner_id[]=${bob.id}&owner_id[]=${club}&owner_type=customer`, [[bob.id, 1]])
    expect(await look("&limit=1")).toMatchObject({ count: 3, has: [expect.anything()] })
    expect((await merchant.send("GET", "/vaults?owner_type=cart")).status).toBe(400)
  })

  it("gives the journal of one owner or one movement, and of nothing less", async () => {
    await merchant.grant(customer(bob), units(1))
    const { entries } = await get(`/vaults/entries?owner_type=customer&owner_id=${bob.id}&limit=1`)
    expect(entries).toMatchObject([
      { kind: "credited", owner: customer(bob), actor: "admin", reason: "a test", quantity: 1 },
    ])
    for (const wrong of ["", "?owner_type=customer", `?owner_id=${bob.id}`]) {
      expect((await merchant.send("GET", `/vaults/entries${wrong}`)).status).toBe(400)
    }
  })
})

import { randomUUID } from "node:crypto"
import { customerToken } from "../../scripts/lib/customer-token"
import { PROFILES } from "../../scripts/test/profiles"
import { signUp } from "../lib/drops"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"
import { Collector, memberOf, errorAnswer, writeInventory } from "../lib/sharing"
import { MEMBERS_MAX } from "../../src/domain/shared-inventories/members"
import { storeMember, storeSharedInventory } from "../../src/contracts/shared-inventories"

let store: StoreUnderTest
let shop: Shop
let alice: Collector
let bob: Collector
let carol: Collector

beforeAll(async () => {
  store = await sharedStore("quiet")
  shop = await openShop(store)
  const trader = async () => new Collector(store, shop, await signUp(store))
  alice = await trader()
  bob = await trader()
  carol = await trader()
})

afterAll(() => store?.close())

const one = (id: string, path = ""): string => `/shared-inventories/${id}${path}`

async function emailOf(trader: Collector): Promise<string> {
  const { body } = await trader.get("/customers/me")
  return String((body?.customer as { email: string }).email)
}

describe("a shared inventory", () => {
  it("is made by its owner, renamed, and listed with the caller's role", async () => {
    const made = await alice.post("/shared-inventories", { name: "  Card club " })
    expect(made.status).toBe(201)
    const inventory = storeSharedInventory.strict().parse(made.body?.shared_inventory)
    expect(inventory).toMatchObject({
      name: "Card club",
      status: "active",
      trade_role: "manager",
      frozen: false,
      role: "owner",
    })
    const renamed = await alice.post(one(inventory.id), { name: "Page club", trade_role: "member" })
    expect(renamed).toMatchObject({
      status: 200,
      body: { shared_inventory: { name: "Page club", trade_role: "member" } },
    })
    await alice.post(one(inventory.id), { name: "Sneaker club" })
    expect((await alice.get(one(inventory.id))).body?.shared_inventory).toMatchObject({
      name: "Sneaker club",
      trade_role: "member",
    })
    await alice.admit(inventory.id, bob)
    expect((await bob.get(one(inventory.id))).body?.shared_inventory).toMatchObject({
      role: "member",
    })
  })

  it("is listed by pages, newest first, by state", async () => {
    const dora = new Collector(store, shop, await signUp(store))
    const [first, second, third] = [
      await dora.create("one"),
      await dora.create("two"),
      await dora.create("three"),
    ]
    await dora.post(one(second, "/archive"))
    const idsOf = async (query: string) => {
      const { body } = await dora.get(`/shared-inventories${query}`)
      const rows = body?.shared_inventories as { id: string }[]
      return { ids: rows.map((row) => row.id), count: body?.count }
    }
    expect(await idsOf("")).toEqual({ ids: [third, second, first], count: 3 })
    expect(await idsOf("?limit=1&offset=1")).toEqual({ ids: [second], count: 3 })
    expect(await idsOf("?status=archived")).toEqual({ ids: [second], count: 1 })
    expect(await idsOf("?status=active")).toEqual({ ids: [third, first], count: 2 })
    for (const wrong of ["?limit=101", "?limit=0", "?offset=-1", "?status=gone", "?colour=ink"]) {
      expect((await dora.get(`/shared-inventories${wrong}`)).status).toBe(400)
    }
  })

  it("is archived and restored, as often as one likes", async () => {
    const id = await alice.create()
    for (const verb of ["archive", "archive", "restore", "restore"]) {
      const status = verb === "archive" ? "archived" : "active"
      expect(await alice.post(one(id, `/${verb}`))).toMatchObject({
        status: 200,
        body: { shared_inventory: { status } },
      })
    }
  })

  it("refuses malformed bodies", async () => {
    const id = await alice.create()
    const wrong: [string, unknown][] = [
      ["/shared-inventories", {}],
      ["/shared-inventories", { name: " " }],
      ["/shared-inventories", { name: "x".repeat(101) }],
      ["/shared-inventories", { name: "x", role: "owner" }],
      [one(id), { trade_role: "owner" }],
      [one(id), { status: "archived" }],
      [one(id, "/members"), {}],
      [one(id, "/members"), { customer_id: "cus_1", email: "a@example.test" }],
      [one(id, "/members"), { customer_id: "cus_1", role: "owner" }],
      [one(id, "/members"), { email: "nobody" }],
      [one(id, "/transfer-ownership"), {}],
      [one(id, "/archive"), { name: "x" }],
      [one(id, "/deposit"), { items: [] }],
      [one(id, "/deposit"), { items: [{ variant_id: "v", quantity: 0.5 }] }],
      [one(id, "/deposit"), { items: [{ variant_id: "v", quantity: -1 }] }],
      [
        one(id, "/withdraw"),
        {
          items: [
            { variant_id: "v", quantity: 1 },
            { variant_id: "v", quantity: 1 },
          ],
        },
      ],
    ]
    for (const [path, body] of wrong) {
      const { status, body: answer } = await alice.post(path, body)
      expect({ path, body, status, type: answer?.type }).toEqual({
        path,
        body,
        status: 400,
        type: "invalid_data",
      })
    }
  })
})

describe("invitations", () => {
  it("by customer id: listed, accepted, and then a membership", async () => {
    const id = await alice.create("Old masters")
    const invited = await alice.post(one(id, "/members"), { customer_id: bob.id, role: "manager" })
    expect(invited.status).toBe(201)
    const member = storeMember.strict().parse(memberOf(invited))
    expect(member).toMatchObject({
      customer_id: bob.id,
      name: null,
      role: "manager",
      status: "invited",
      joined_at: null,
    })
    const { body } = await bob.get("/shared-inventories/invitations")
    expect(body?.invitations).toContainEqual(
      expect.objectContaining({
        id: member.id,
        shared_inventory_id: id,
        shared_inventory_name: "Old masters",
        role: "manager",
      })
    )
    expect(await bob.get(one(id))).toMatchObject(errorAnswer(403, "FORBIDDEN"))
    expect(await bob.accept(member.id)).toMatchObject({
      status: 200,
      body: { shared_inventory: { id, role: "manager" } },
    })
    expect(await bob.accept(member.id)).toMatchObject(errorAnswer(404, "NOT_FOUND"))
    const [, me] = await bob.members(id)
    expect(me).toMatchObject({ name: "Robin V.", status: "active", joined_at: expect.any(String) })
  })

  it("by e-mail: for whoever has an account with that address, however it is written", async () => {
    const id = await alice.create()
    const email = await emailOf(bob)
    const invited = await alice.post(one(id, "/members"), { email: email.toUpperCase() })
    expect(memberOf(invited)).toMatchObject({ customer_id: null, email, status: "invited" })
    expect(await carol.accept(memberOf(invited).id)).toMatchObject(errorAnswer(404, "NOT_FOUND"))
    expect((await bob.accept(memberOf(invited).id)).status).toBe(200)
    const row = (await alice.members(id)).find((one) => one.customer_id === bob.id)
    expect(row).toMatchObject({ id: memberOf(invited).id, email: null, status: "active" })
  })

  it("by e-mail are no guest's, though the guest's customer has that address", async () => {
    const email = `guest-${randomUUID()}@example.test`
    // What a checkout as a guest leaves behind: a customer without an account. Its token is one
    // that no login gives out.
    const { customer } = await store.admin.post<{ customer: { id: string } }>("/admin/customers", {
      email,
    })
    const guest = new Collector(store, shop, { id: customer.id, token: customerToken(customer.id) })
    const id = await alice.create()
    const member = memberOf(await alice.post(one(id, "/members"), { email }))
    expect((await guest.get("/shared-inventories/invitations")).body?.count).toBe(0)
    expect(await guest.accept(member.id)).toMatchObject(errorAnswer(404, "NOT_FOUND"))
  })

  it("do not reveal whether a customer exists", async () => {
    const id = await alice.create()
    const shape = async (body: object) => {
      const { status, body: answer } = await alice.post(one(id, "/members"), body)
      const { id: _, customer_id, email, ...rest } = answer?.member as Record<string, unknown>
      return { status, rest, customer_id: customer_id === null, email: email === null }
    }
    expect(await shape({ customer_id: bob.id })).toEqual(
      await shape({ customer_id: "cus_that_never_was" })
    )
    expect(await shape({ email: await emailOf(carol) })).toEqual(
      await shape({ email: `nobody-${randomUUID()}@example.test` })
    )
  })

  it("are given once: 409 ALREADY_MEMBER for who is invited or a member", async () => {
    const id = await alice.create()
    const email = await emailOf(carol)
    await alice.admit(id, bob)
    const byMail = memberOf(await alice.post(one(id, "/members"), { email }))
    for (const body of [{ customer_id: bob.id }, { customer_id: alice.id }, { email }]) {
      expect(await alice.post(one(id, "/members"), body)).toMatchObject(
        errorAnswer(409, "ALREADY_MEMBER")
      )
    }
    await carol.accept(byMail.id)
    expect(await alice.post(one(id, "/members"), { email })).toMatchObject(
      errorAnswer(409, "ALREADY_MEMBER")
    )
    // After one has left, a new invitation is a new row.
    await bob.post(one(id, "/leave"))
    expect((await alice.post(one(id, "/members"), { customer_id: bob.id })).status).toBe(201)
  })

  it("of one customer twice, by id and by address: one is accepted, the other ends", async () => {
    const id = await alice.create()
    const byId = await alice.invite(id, bob, "manager")
    const byMail = memberOf(await alice.post(one(id, "/members"), { email: await emailOf(bob) }))
    expect(await bob.accept(byMail.id)).toMatchObject({
      status: 200,
      body: { shared_inventory: { role: "member" } },
    })
    expect(await bob.accept(byId)).toMatchObject(errorAnswer(404, "NOT_FOUND"))
    expect((await alice.members(id)).map((row) => row.id)).toEqual(
      expect.arrayContaining([byMail.id])
    )
    expect(await alice.members(id)).toHaveLength(2)
  })

  it("for a customer who is a member already cannot be accepted, and can be declined", async () => {
    const id = await alice.create()
    await alice.admit(id, bob)
    const byMail = memberOf(await alice.post(one(id, "/members"), { email: await emailOf(bob) }))
    expect(await bob.accept(byMail.id)).toMatchObject(errorAnswer(409, "ALREADY_MEMBER"))
    const declined = await bob.post(`/shared-inventories/invitations/${byMail.id}/decline`)
    expect(declined).toMatchObject({ status: 200, body: { id: byMail.id, declined: true } })
    expect(await alice.members(id)).toHaveLength(2)
  })

  it("can be declined, and taken back", async () => {
    const id = await alice.create()
    const declined = await alice.invite(id, bob)
    await bob.post(`/shared-inventories/invitations/${declined}/decline`)
    const revoked = await alice.invite(id, bob)
    expect(await alice.send("DELETE", one(id, `/members/${revoked}`))).toMatchObject({
      status: 200,
      body: { id: revoked, object: "member", deleted: true },
    })
    for (const membership of [declined, revoked]) {
      expect(await bob.accept(membership)).toMatchObject(errorAnswer(404, "NOT_FOUND"))
    }
    expect(await alice.members(id)).toHaveLength(1)
  })

  it("of others get the same answer as ones that do not exist", async () => {
    const id = await alice.create()
    const bobs = await alice.invite(id, bob)
    const unknown = "hfmem_01ARZ3NDEKTSV4RRFFQ69G5FAV"
    for (const verb of ["accept", "decline"]) {
      const [foreign, missing] = await Promise.all(
        [bobs, unknown].map((membership) =>
          carol.post(`/shared-inventories/invitations/${membership}/${verb}`)
        )
      )
      expect(foreign).toMatchObject(errorAnswer(404, "NOT_FOUND"))
      expect(JSON.stringify(foreign?.body).replaceAll(bobs, "ID")).toBe(
        JSON.stringify(missing?.body).replaceAll(unknown, "ID")
      )
    }
    expect(
      (await carol.get("/shared-inventories/invitations")).body?.invitations
    ).not.toContainEqual(expect.objectContaining({ id: bobs }))
  })

  it("show their address to those who may edit members, and to nobody else", async () => {
    const id = await alice.create()
    await alice.admit(id, bob, "manager")
    await alice.admit(id, carol)
    const email = `friend-${randomUUID()}@example.test`
    await alice.post(one(id, "/members"), { email })
    const seenBy = async (who: Collector) =>
      (await who.members(id)).find((row) => row.status === "invited")?.email
    expect(await seenBy(alice)).toBe(email)
    expect(await seenBy(bob)).toBe(email)
    expect(await seenBy(carol)).toBeNull()
  })

  it("end where the members and open invitations are as many as there may be", async () => {
    const others = Object.fromEntries(
      Array.from({ length: MEMBERS_MAX - 1 }, (_, n) => [
        `other ${n}`,
        { customer_id: `cus_other_${n}`, role: "member" as const, status: "active" },
      ])
    )
    const owner = { customer_id: alice.id, role: "owner" as const, status: "active" }
    const { id } = await writeInventory(store, { owner, ...others })
    expect(await alice.post(one(id, "/members"), { customer_id: bob.id })).toMatchObject(
      errorAnswer(409, "LIMIT_REACHED")
    )
    const [, last] = await alice.members(id)
    await alice.send("DELETE", one(id, `/members/${last?.id}`))
    expect(await alice.invite(id, bob)).toMatch(/^hfmem_/)
  })

  it("are limited per minute and customer", async () => {
    const eager = new Collector(store, shop, await signUp(store))
    const id = await eager.create()
    const send = (n: number) => eager.post(one(id, "/members"), { customer_id: `cus_friend_${n}` })
    const statuses: number[] = []
    for (let n = 0; n < PROFILES.quiet.trading.perMinute.invitations; n++)
      statuses.push((await send(n)).status)
    expect(new Set(statuses)).toEqual(new Set([201]))
    const late = await send(PROFILES.quiet.trading.perMinute.invitations)
    expect(late).toMatchObject(errorAnswer(429, "TOO_MANY_REQUESTS"))
    expect(late.retryAfter).toBeGreaterThanOrEqual(1)
    expect(await alice.invite(await alice.create(), bob)).toMatch(/^hfmem_/)
  })
})

describe("roles", () => {
  it("are changed by owners and managers, an owner's only by an owner", async () => {
    const id = await alice.create()
    const [bobs, carols] = [
      await alice.admit(id, bob, "manager"),
      await alice.admit(id, carol, "member"),
    ]
    const [alices] = (await alice.members(id)).filter((row) => row.role === "owner")
    const set = (who: Collector, member: string, role: string) =>
      who.post(one(id, `/members/${member}`), { role })
    expect(await set(bob, carols, "manager")).toMatchObject({
      status: 200,
      body: { member: { id: carols, role: "manager" } },
    })
    expect(await set(bob, carols, "owner")).toMatchObject(errorAnswer(403, "FORBIDDEN"))
    expect(await set(bob, alices?.id ?? "", "member")).toMatchObject(errorAnswer(403, "FORBIDDEN"))
    expect(await bob.send("DELETE", one(id, `/members/${alices?.id}`))).toMatchObject(
      errorAnswer(403, "FORBIDDEN")
    )
    expect((await set(alice, bobs, "owner")).status).toBe(200)
    expect((await set(bob, alices?.id ?? "", "member")).status).toBe(200)
    expect(await set(alice, carols, "member")).toMatchObject(errorAnswer(403, "FORBIDDEN"))
  })

  it("of members of another shared inventory are not available through this one", async () => {
    const [mine, theirs] = [await alice.create(), await bob.create()]
    const carols = await bob.admit(theirs, carol)
    const unknown = "hfmem_01ARZ3NDEKTSV4RRFFQ69G5FAV"
    const answers = await Promise.all(
      [carols, unknown].map((member) => alice.send("DELETE", one(mine, `/members/${member}`)))
    )
    expect(answers[0]).toMatchObject(errorAnswer(404, "NOT_FOUND"))
    expect(JSON.stringify(answers[0]?.body).replaceAll(carols, "ID")).toBe(
      JSON.stringify(answers[1]?.body).replaceAll(unknown, "ID")
    )
    expect(await alice.post(one(mine, "/transfer-ownership"), { member_id: carols })).toMatchObject(
      errorAnswer(404, "NOT_FOUND")
    )
    expect(await bob.members(theirs)).toHaveLength(2)
  })

  it("end with a removal, at once and for everything", async () => {
    const id = await alice.create()
    const bobs = await alice.admit(id, bob, "manager")
    expect((await alice.send("DELETE", one(id, `/members/${bobs}`))).status).toBe(200)
    for (const path of ["", "/units", "/entries", "/members"]) {
      expect(await bob.get(one(id, path))).toMatchObject(errorAnswer(403, "FORBIDDEN"))
    }
    expect(await alice.send("DELETE", one(id, `/members/${bobs}`))).toMatchObject(
      errorAnswer(404, "NOT_FOUND")
    )
  })
})

describe("the last owner", () => {
  it("cannot leave, be demoted or be removed", async () => {
    const id = await alice.create()
    await alice.admit(id, bob, "manager")
    const [me] = await alice.members(id)
    const refused = errorAnswer(409, "LAST_OWNER")
    expect(await alice.post(one(id, "/leave"))).toMatchObject(refused)
    expect(await alice.post(one(id, `/members/${me?.id}`), { role: "member" })).toMatchObject(
      refused
    )
    expect(await alice.send("DELETE", one(id, `/members/${me?.id}`))).toMatchObject(refused)
    expect((await bob.post(one(id, "/leave"))).status).toBe(200)
    expect(await alice.members(id)).toHaveLength(1)
  })

  it("hands the ownership over and is a manager from then on", async () => {
    const id = await alice.create()
    const bobs = await alice.admit(id, bob)
    const invited = await alice.invite(id, carol)
    const [me] = await alice.members(id)
    for (const member_id of [me?.id, invited]) {
      expect(await alice.post(one(id, "/transfer-ownership"), { member_id })).toMatchObject(
        errorAnswer(400, "INVALID_DATA")
      )
    }
    const handed = await alice.post(one(id, "/transfer-ownership"), { member_id: bobs })
    expect(handed).toMatchObject({ status: 200, body: { shared_inventory: { role: "manager" } } })
    expect(await alice.post(one(id, "/transfer-ownership"), { member_id: bobs })).toMatchObject(
      errorAnswer(403, "FORBIDDEN")
    )
    expect((await bob.members(id)).map((row) => row.role).sort()).toEqual([
      "manager",
      "member",
      "owner",
    ])
  })
})

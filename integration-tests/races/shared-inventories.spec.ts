import type { Executor } from "../../src/shared/executor"
import { readStandingMembers } from "../../src/modules/trading/operations/read-members"
import { endMembers } from "../../src/modules/trading/operations/write-members"
import { createBarrier } from "../lib/barrier"
import { signUp } from "../lib/drops"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"
import { Collector, raceBehindLock, writeUnits } from "../lib/sharing"

let store: StoreUnderTest
let shop: Shop
let alice: Collector
let bob: Collector

beforeAll(async () => {
  store = await sharedStore("default")
  shop = await openShop(store)
  alice = new Collector(store, shop, await signUp(store))
  bob = new Collector(store, shop, await signUp(store))
})

afterAll(() => store?.close())

const path = (id: string, rest: string): string => `/shared-inventories/${id}${rest}`

/** A shared inventory that alice and bob own, with both membership ids. */
async function ownedByBoth() {
  const id = await alice.create()
  const bobs = await alice.admit(id, bob)
  await alice.post(path(id, `/members/${bobs}`), { role: "owner" })
  const alices = (await alice.members(id)).find((one) => one.customer_id === alice.id)?.id ?? ""
  return { id, alices, bobs }
}

async function countOwners(id: string): Promise<number> {
  const { rows } = await store.db.query<{ count: number }>(
    `select count(*)::int as count from holdfast_membership
     where shared_inventory_id = $1 and role = 'owner' and status = 'active'`,
    [id]
  )
  return rows[0]?.count ?? -1
}

type Owners = Awaited<ReturnType<typeof ownedByBoth>>

describe("two owners who go at once", () => {
  const ways: [string, (owners: Owners) => (() => ReturnType<Collector["get"]>)[]][] = [
    [
      "by leaving",
      ({ id }) => [() => alice.post(path(id, "/leave")), () => bob.post(path(id, "/leave"))],
    ],
    [
      "by making themselves members",
      ({ id, alices, bobs }) => [
        () => alice.post(path(id, `/members/${alices}`), { role: "member" }),
        () => bob.post(path(id, `/members/${bobs}`), { role: "member" }),
      ],
    ],
    [
      "one by leaving, one by a removal of itself",
      ({ id, bobs }) => [
        () => alice.post(path(id, "/leave")),
        () => bob.send("DELETE", path(id, `/members/${bobs}`)),
      ],
    ],
  ]

  it.each(ways)("%s: one of them stays", async (_, requests) => {
    const owners = await ownedByBoth()
    const answers = await raceBehindLock(store, owners.id, requests(owners))
    expect(answers.map(({ status, body }) => body?.code ?? status).sort()).toEqual([
      200,
      "LAST_OWNER",
    ])
    expect(await countOwners(owners.id)).toBe(1)
  })

  it("each by removing the other: one of them stays", async () => {
    const { id, alices, bobs } = await ownedByBoth()
    const answers = await raceBehindLock(store, id, [
      () => alice.send("DELETE", path(id, `/members/${bobs}`)),
      () => bob.send("DELETE", path(id, `/members/${alices}`)),
    ])
    // By then, the second is not a member any longer.
    expect(answers.map(({ status, body }) => body?.code ?? status).sort()).toEqual([
      200,
      "FORBIDDEN",
    ])
    expect(await countOwners(id)).toBe(1)
  })

  it("control: without the lock on the shared inventory both leave, and nobody owns it", async () => {
    const { id, alices, bobs } = await ownedByBoth()
    const bothHaveLooked = createBarrier(2)
    await Promise.all(
      [alices, bobs].map(async (mine) => {
        // each statement alone: the operations as they are, without the lock
        const executor: Executor = store.db
        const members = await readStandingMembers(executor, id)
        await bothHaveLooked()
        if (!members.some((one) => one.role === "owner" && one.id !== mine)) return
        await endMembers(executor, [mine], "left")
      })
    )
    expect(await countOwners(id)).toBe(0)
  })
})

describe("an invitation that is accepted and taken back at once", () => {
  it.each(Array.from({ length: 5 }, (_, round) => round))(
    "is one of the two (round %i)",
    async () => {
      const id = await alice.create()
      const invitation = await alice.invite(id, bob)
      const [accepted, revoked] = await raceBehindLock(store, id, [
        () => bob.accept(invitation),
        () => alice.send("DELETE", path(id, `/members/${invitation}`)),
      ])
      const { rows } = await store.db.query<{ status: string }>(
        `select status from holdfast_membership where id = $1`,
        [invitation]
      )
      // Taken back second, it is a removal of the member that it made.
      expect(revoked?.status).toBe(200)
      expect([200, 403, 404]).toContain(accepted?.status)
      expect(rows).toEqual([{ status: "removed" }])
      expect((await bob.get(path(id, ""))).status).toBe(403)
    }
  )

  it("and declined: one of the two gets a 404", async () => {
    const id = await alice.create()
    const invitation = await alice.invite(id, bob)
    const answers = await raceBehindLock(store, id, [
      () => bob.accept(invitation),
      () => bob.post(`/shared-inventories/invitations/${invitation}/decline`),
      () => bob.accept(invitation),
    ])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 404, 404])
  })
})

it("the same customer invited by many at once is invited once", async () => {
  const id = await alice.create()
  const answers = await raceBehindLock(
    store,
    id,
    Array.from({ length: 3 }, () => () => alice.post(path(id, "/members"), { customer_id: bob.id }))
  )
  expect(answers.map(({ status, body }) => body?.code ?? status).sort()).toEqual([
    201,
    "ALREADY_MEMBER",
    "ALREADY_MEMBER",
  ])
})

it("a manager who withdraws and is removed at once gets the units before, or not at all", async () => {
  const { variantId } = await shop.product([1])
  const body = { items: [{ variant_id: variantId, quantity: 1 }] }
  for (let round = 0; round < 5; round++) {
    const id = await alice.create()
    const bobs = await alice.admit(id, bob, "manager")
    await writeUnits(store, { type: "shared_inventory", id }, variantId, 2)
    const before = (await bob.units(variantId)).quantity
    const [withdrawn, removed] = await raceBehindLock(store, id, [
      () => bob.post(path(id, "/withdraw"), body),
      () => alice.send("DELETE", path(id, `/members/${bobs}`)),
    ])
    expect(removed?.status).toBe(200)
    expect([200, 403]).toContain(withdrawn?.status)
    const got = (await bob.units(variantId)).quantity - before
    expect(got).toBe(withdrawn?.status === 200 ? 1 : 0)
    expect((await bob.post(path(id, "/withdraw"), body)).status).toBe(403)
    expect((await alice.units(variantId, id)).quantity).toBe(2 - got)
  }
})

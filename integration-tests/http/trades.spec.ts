import { PROFILES } from "../../scripts/test/profiles"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"
import {
  Trader,
  aVariant,
  grant,
  letTradeExpire,
  sharedInventory,
  statusInRow,
  tradeOf,
  units,
  vaultOf,
} from "../lib/trading"

let store: StoreUnderTest
let shop: Shop
let alice: Trader
let bob: Trader
let carol: Trader

beforeAll(async () => {
  store = await sharedStore("quiet")
  shop = await openShop(store)
  alice = await Trader.signUp(store, shop)
  bob = await Trader.signUp(store, shop)
  carol = await Trader.signUp(store, shop)
})

afterAll(() => store?.close())

/**
 * Alice has three of one card, Bob three of another, and Alice offers two of hers for one of his.
 */
async function offer(settings: object = {}) {
  const [card, page] = [aVariant(), aVariant()]
  await grant(store.db, alice.self, units(card, 3))
  await grant(store.db, bob.self, units(page, 3))
  const answer = await alice.propose({
    target: bob.asTarget,
    offered: [units(card, 2)],
    wanted: [units(page, 1)],
    message: "Swap?",
    ...settings,
  })
  expect(answer.status).toBe(201)
  return { card, page, trade: tradeOf(answer) }
}

describe("proposing", () => {
  it("holds what the initiator offers, and asks nothing of the other side yet", async () => {
    const { card, page, trade } = await offer()
    expect(trade).toMatchObject({
      kind: "direct",
      status: "pending",
      message: "Swap?",
      parties: [
        { position: 0, name: "Robin V.", is_yours: true, confirmed: true, gives: [units(card, 2)] },
        { position: 1, is_yours: false, confirmed: false, gives: [units(page, 1)] },
      ],
    })
    expect(await vaultOf(store.db, alice.self, card)).toEqual({ quantity: 3, held: 2 })
    expect(await vaultOf(store.db, bob.self, page)).toEqual({ quantity: 3, held: 0 })
  })

  it("shows it to both sides, incoming and outgoing, and to nobody else", async () => {
    const { trade } = await offer()
    const ids = async (who: Trader, query: string) => {
      const { body } = await who.send("GET", `/store/trades?${query}`)
      return (body?.trades as { id: string }[]).map((one) => one.id)
    }
    expect(await ids(alice, "direction=outgoing")).toContain(trade.id)
    expect(await ids(alice, "direction=incoming")).not.toContain(trade.id)
    expect(await ids(bob, "direction=incoming&status=pending&unanswered=true")).toContain(trade.id)
    expect(await ids(bob, "status=completed")).not.toContain(trade.id)
    expect(await ids(carol, "")).not.toContain(trade.id)
    expect((await bob.trade(trade.id)).parties.map((party) => party.is_yours)).toEqual([
      false,
      true,
    ])
    const [foreign, unknown] = [
      await carol.send("GET", `/store/trades/${trade.id}`),
      await carol.send("GET", "/store/trades/hftrade_0"),
    ]
    expect(foreign).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } })
    expect(JSON.stringify(foreign.body).replaceAll(trade.id, "ID")).toBe(
      JSON.stringify(unknown.body).replaceAll("hftrade_0", "ID")
    )
  })

  it("refuses with every short item, and holds nothing then", async () => {
    const [card, page, ring] = [aVariant(), aVariant(), aVariant()]
    await grant(store.db, alice.self, units(card, 1), units(page, 5))
    const answer = await alice.propose({
      target: bob.asTarget,
      offered: [units(card, 2), units(page, 5), units(ring, 1)],
      wanted: [],
    })
    expect(answer).toMatchObject({ status: 409, body: { code: "INSUFFICIENT_STOCK" } })
    expect((answer.body?.details as { lines: unknown[] }).lines).toEqual(
      expect.arrayContaining([
        { variant_id: card, asked: 2, available: 1 },
        { variant_id: ring, asked: 1, available: 0 },
      ])
    )
    expect(await vaultOf(store.db, alice.self, page)).toEqual({ quantity: 5, held: 0 })
  })

  it("promises a unit once, however many proposals want it at the same time", async () => {
    const card = aVariant()
    await grant(store.db, alice.self, units(card, 3))
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        alice.propose({ target: bob.asTarget, offered: [units(card, 1)], wanted: [] })
      )
    )
    expect(answers.map((one) => one.status).sort()).toEqual([
      ...Array(3).fill(201),
      ...Array(5).fill(409),
    ])
    expect(await vaultOf(store.db, alice.self, card)).toEqual({ quantity: 3, held: 3 })
  })

  it("answers a retry with the same key with the same trade, and another request with an error", async () => {
    const card = aVariant()
    await grant(store.db, alice.self, units(card, 3))
    const body = { target: bob.asTarget, offered: [units(card, 1)], wanted: [] }
    const answers = await Promise.all([1, 2, 3].map(() => alice.propose(body, "key-1")))
    expect(new Set(answers.map((one) => tradeOf(one).id)).size).toBe(1)
    expect(await vaultOf(store.db, alice.self, card)).toEqual({ quantity: 3, held: 1 })
    const other = await alice.propose({ ...body, message: "another" }, "key-1")
    expect(other).toMatchObject({ status: 409, body: { code: "IDEMPOTENCY_KEY_REUSED" } })
  })

  it.each([
    ["no units at all", { offered: [], wanted: [] }],
    ["a fraction", { offered: [{ variant_id: "variant_a", quantity: 0.5 }], wanted: [] }],
    ["nothing of something", { offered: [{ variant_id: "variant_a", quantity: 0 }], wanted: [] }],
    ["a variant twice", { offered: [units("variant_a", 1), units("variant_a", 1)], wanted: [] }],
    ["a field that is not known", { offered: [units("variant_a", 1)], wanted: [], price: 3 }],
    ["a year to answer", { offered: [units("variant_a", 1)], wanted: [], expires_in: 31_536_000 }],
  ])("refuses %s", async (_, body) => {
    const answer = await alice.propose({ target: bob.asTarget, ...body })
    expect(answer).toMatchObject({ status: 400, body: { type: "invalid_data" } })
  })

  it("refuses to trade with oneself and with nobody", async () => {
    const body = { offered: [units("variant_a", 1)], wanted: [] }
    expect(await alice.propose({ target: alice.asTarget, ...body })).toMatchObject({
      status: 400,
      body: { code: "INVALID_DATA" },
    })
    for (const target of [{ customer_id: "cus_0" }, { shared_inventory_id: "hfinv_0" }]) {
      expect(await alice.propose({ target, ...body })).toMatchObject({
        status: 404,
        body: { code: "NOT_FOUND" },
      })
    }
  })

  it("wants a login before anything else", async () => {
    const anonymous = await store.http.send(
      "POST",
      `${store.url}/store/trades`,
      { "x-publishable-api-key": shop.key },
      { nonsense: true }
    )
    expect(anonymous).toMatchObject({ status: 401, body: { code: "AUTH_REQUIRED" } })
  })
})

describe("confirming", () => {
  it("exchanges both sides' units and writes it into both journals", async () => {
    const { card, page, trade } = await offer()
    const confirmed = await bob.act(trade.id, "confirm")
    expect(confirmed.status).toBe(200)
    expect(tradeOf(confirmed)).toMatchObject({ status: "completed" })
    expect(await vaultOf(store.db, alice.self, card)).toEqual({ quantity: 1, held: 0 })
    expect(await vaultOf(store.db, alice.self, page)).toEqual({ quantity: 1, held: 0 })
    expect(await vaultOf(store.db, bob.self, card)).toEqual({ quantity: 2, held: 0 })
    expect(await vaultOf(store.db, bob.self, page)).toEqual({ quantity: 2, held: 0 })
    const { rows } = await store.db.query(
      `select kind, sum(quantity)::int as units from holdfast_entry where reference = $1 group by kind order by kind`,
      [trade.id]
    )
    expect(rows).toEqual([
      { kind: "given", units: -3 },
      { kind: "received", units: 3 },
    ])
    expect(await bob.act(trade.id, "confirm")).toMatchObject({
      status: 409,
      body: { code: "TRADE_NOT_PENDING", details: { status: "completed" } },
    })
  })

  it("tells the target what it lacks, and changes nothing", async () => {
    const [card, page] = [aVariant(), aVariant()]
    await grant(store.db, alice.self, units(card, 1))
    const trade = tradeOf(
      await alice.propose({
        target: bob.asTarget,
        offered: [units(card, 1)],
        wanted: [units(page, 2)],
      })
    )
    expect(await bob.act(trade.id, "confirm")).toMatchObject({
      status: 409,
      body: {
        code: "INSUFFICIENT_STOCK",
        details: { lines: [{ variant_id: page, asked: 2, available: 0 }] },
      },
    })
    expect((await alice.trade(trade.id)).status).toBe("pending")
    await grant(store.db, bob.self, units(page, 2))
    expect(tradeOf(await bob.act(trade.id, "confirm")).status).toBe("completed")
  })

  it("is not for the initiator, nor for strangers", async () => {
    const { trade } = await offer()
    expect(await alice.act(trade.id, "confirm")).toMatchObject({
      status: 403,
      body: { code: "FORBIDDEN" },
    })
    expect(await carol.act(trade.id, "confirm")).toMatchObject({
      status: 404,
      body: { code: "NOT_FOUND" },
    })
  })

  it("happens once, however often it is asked at the same time", async () => {
    const { card, trade } = await offer()
    const answers = await Promise.all([1, 2, 3, 4].map(() => bob.act(trade.id, "confirm")))
    expect(answers.map((one) => one.status).sort()).toEqual([200, 409, 409, 409])
    expect(await vaultOf(store.db, bob.self, card)).toEqual({ quantity: 2, held: 0 })
  })

  it("takes gifts and requests, which have one side only", async () => {
    const card = aVariant()
    await grant(store.db, alice.self, units(card, 2))
    const gift = tradeOf(
      await alice.propose({ target: bob.asTarget, offered: [units(card, 1)], wanted: [] })
    )
    expect(tradeOf(await bob.act(gift.id, "confirm")).status).toBe("completed")
    const request = tradeOf(
      await bob.propose({ target: alice.asTarget, offered: [], wanted: [units(card, 1)] })
    )
    expect(tradeOf(await alice.act(request.id, "confirm")).status).toBe("completed")
    expect(await vaultOf(store.db, bob.self, card)).toEqual({ quantity: 2, held: 0 })
  })
})

describe("ending", () => {
  it.each([
    ["decline", () => bob, "declined"],
    ["cancel", () => alice, "cancelled"],
  ] as const)("%s releases the holds", async (verb, who, status) => {
    const { card, trade } = await offer()
    expect(tradeOf(await who().act(trade.id, verb))).toMatchObject({ status })
    expect(await vaultOf(store.db, alice.self, card)).toEqual({ quantity: 3, held: 0 })
    expect(await who().act(trade.id, verb)).toMatchObject({
      status: 409,
      body: { code: "TRADE_NOT_PENDING", details: { status } },
    })
  })

  it("keeps the verbs of the two sides apart, and strangers out", async () => {
    const { trade } = await offer()
    expect((await alice.act(trade.id, "decline")).status).toBe(403)
    expect((await bob.act(trade.id, "cancel")).status).toBe(403)
    expect((await carol.act(trade.id, "cancel")).status).toBe(404)
    expect((await carol.act(trade.id, "decline")).status).toBe(404)
  })

  it("expires by the clock alone: units are free at once, and nothing can be done with it", async () => {
    const { card, trade } = await offer()
    await letTradeExpire(store.db, trade.id)
    expect(await statusInRow(store.db, trade.id)).toBe("pending") // no sweeper came by
    expect((await alice.trade(trade.id)).status).toBe("expired")
    for (const [who, verb] of [
      [bob, "confirm"],
      [bob, "decline"],
      [alice, "cancel"],
    ] as const) {
      expect(await who.act(trade.id, verb)).toMatchObject({
        status: 409,
        body: { code: "TRADE_NOT_PENDING", details: { status: "expired" } },
      })
    }
    const all = await alice.propose({ target: bob.asTarget, offered: [units(card, 3)], wanted: [] })
    expect(all.status).toBe(201)
    const { body } = await alice.send("GET", "/store/trades?status=expired")
    expect((body?.trades as { id: string }[]).map((one) => one.id)).toContain(trade.id)
  })

  it("counters: declines and proposes in one go, or does neither", async () => {
    const { card, page, trade } = await offer()
    const short = await bob.act(trade.id, "counter", {
      offered: [units(page, 9)],
      wanted: [units(card, 3)],
    })
    expect(short).toMatchObject({ status: 409, body: { code: "INSUFFICIENT_STOCK" } })
    expect((await alice.trade(trade.id)).status).toBe("pending")
    const counter = tradeOf(
      await bob.act(trade.id, "counter", { offered: [units(page, 2)], wanted: [units(card, 3)] })
    )
    expect(counter).toMatchObject({ status: "pending", counter_of: trade.id })
    expect((await alice.trade(trade.id)).status).toBe("declined")
    expect(await vaultOf(store.db, alice.self, card)).toEqual({ quantity: 3, held: 0 })
    expect(await vaultOf(store.db, bob.self, page)).toEqual({ quantity: 3, held: 2 })
    expect(tradeOf(await alice.act(counter.id, "confirm")).status).toBe("completed")
    expect(await vaultOf(store.db, bob.self, card)).toEqual({ quantity: 3, held: 0 })
  })
})

describe("for shared inventories", () => {
  it("trades with whoever may act for them, by their setting", async () => {
    const [card, page] = [aVariant(), aVariant()]
    const club = await sharedInventory(store.db, [
      [alice, "manager"],
      [carol, "member"],
    ])
    await grant(store.db, club, units(card, 2))
    await grant(store.db, bob.self, units(page, 2))
    const proposal = {
      context: club.id,
      target: bob.asTarget,
      offered: [units(card, 1)],
      wanted: [units(page, 1)],
    }
    expect(await carol.propose(proposal)).toMatchObject({
      status: 403,
      body: { code: "FORBIDDEN" },
    })
    expect(await bob.propose({ ...proposal, target: carol.asTarget })).toMatchObject({
      status: 403,
    })
    const outgoing = tradeOf(await alice.propose(proposal))
    expect((await carol.trade(outgoing.id)).parties[0]).toMatchObject({ is_yours: false })
    expect((await carol.act(outgoing.id, "cancel")).status).toBe(403)
    expect(tradeOf(await bob.act(outgoing.id, "confirm")).status).toBe("completed")
    expect(await vaultOf(store.db, club, page)).toEqual({ quantity: 1, held: 0 })

    const incoming = tradeOf(
      await bob.propose({
        target: { shared_inventory_id: club.id },
        offered: [units(page, 1)],
        wanted: [units(card, 1)],
      })
    )
    expect((await carol.act(incoming.id, "confirm")).status).toBe(403)
    await store.db.query(
      `update holdfast_shared_inventory set trade_role = 'member' where id = $1`,
      [club.id]
    )
    expect(tradeOf(await carol.act(incoming.id, "confirm")).status).toBe("completed")
  })

  it("lets nobody make both sides of a bargain", async () => {
    const card = aVariant()
    const club = await sharedInventory(store.db, [[alice, "member"]], { trade_role: "member" })
    await grant(store.db, club, units(card, 1))
    const trade = tradeOf(
      await alice.propose({
        target: { shared_inventory_id: club.id },
        offered: [],
        wanted: [units(card, 1)],
      })
    )
    expect(await alice.act(trade.id, "confirm")).toMatchObject({
      status: 403,
      body: { code: "FORBIDDEN" },
    })
    expect(await vaultOf(store.db, club, card)).toEqual({ quantity: 1, held: 0 })
  })

  it.each([
    [
      "whose initiator was removed",
      `update holdfast_membership set status = 'removed' where shared_inventory_id = $1`,
    ],
    [
      "whose initiator lost the role",
      `update holdfast_membership set role = 'member' where shared_inventory_id = $1`,
    ],
    [
      "of an archived inventory",
      `update holdfast_shared_inventory set status = 'archived' where id = $1`,
    ],
  ])("cancels a trade %s, when the other side confirms", async (_, change) => {
    const [card, page] = [aVariant(), aVariant()]
    const club = await sharedInventory(store.db, [[alice, "manager"]])
    await grant(store.db, club, units(card, 1))
    await grant(store.db, bob.self, units(page, 1))
    const trade = tradeOf(
      await alice.propose({
        context: club.id,
        target: bob.asTarget,
        offered: [units(card, 1)],
        wanted: [units(page, 1)],
      })
    )
    await store.db.query(change, [club.id])
    expect(await bob.act(trade.id, "confirm")).toMatchObject({
      status: 409,
      body: { code: "TRADE_NOT_PENDING", details: { status: "cancelled" } },
    })
    expect((await bob.trade(trade.id)).reason).toContain("may no longer trade")
    expect(await vaultOf(store.db, club, card)).toEqual({ quantity: 1, held: 0 })
    expect(await vaultOf(store.db, bob.self, page)).toEqual({ quantity: 1, held: 0 })
  })

  it("waits while the merchant has frozen a side, and goes on after", async () => {
    const card = aVariant()
    const club = await sharedInventory(store.db, [[alice, "owner"]])
    await grant(store.db, club, units(card, 1))
    const trade = tradeOf(
      await alice.propose({
        context: club.id,
        target: bob.asTarget,
        offered: [units(card, 1)],
        wanted: [],
      })
    )
    await store.db.query(`update holdfast_shared_inventory set frozen_at = now() where id = $1`, [
      club.id,
    ])
    expect(await bob.act(trade.id, "confirm")).toMatchObject({
      status: 409,
      body: { code: "SHARED_INVENTORY_CLOSED" },
    })
    await store.db.query(`update holdfast_shared_inventory set frozen_at = null where id = $1`, [
      club.id,
    ])
    expect(tradeOf(await bob.act(trade.id, "confirm")).status).toBe("completed")
  })
})

describe("rings of three", () => {
  async function ring() {
    const items = [aVariant(), aVariant(), aVariant()] as const
    const traders = [alice, bob, carol] as const
    for (const [index, trader] of traders.entries()) {
      await grant(store.db, trader.self, units(items[index] ?? "", 1))
    }
    const answer = await alice.send("POST", "/store/trades/rings", {
      others: [bob.asTarget, carol.asTarget],
      gives: items.map((item) => [units(item, 1)]),
    })
    expect(answer.status).toBe(201)
    return { items, trade: tradeOf(answer) }
  }

  it("settle when all three have confirmed, all at once", async () => {
    const { items, trade } = await ring()
    expect(trade).toMatchObject({ kind: "ring", status: "pending" })
    expect(tradeOf(await carol.act(trade.id, "confirm")).status).toBe("pending")
    expect(await vaultOf(store.db, carol.self, items[2])).toEqual({ quantity: 1, held: 1 })
    expect(tradeOf(await carol.act(trade.id, "confirm")).status).toBe("pending") // a retry
    expect(tradeOf(await bob.act(trade.id, "confirm")).status).toBe("completed")
    expect(await vaultOf(store.db, bob.self, items[0])).toEqual({ quantity: 1, held: 0 })
    expect(await vaultOf(store.db, carol.self, items[1])).toEqual({ quantity: 1, held: 0 })
    expect(await vaultOf(store.db, alice.self, items[2])).toEqual({ quantity: 1, held: 0 })
  })

  it("end for all when one declines or withdraws", async () => {
    const { items, trade } = await ring()
    await carol.act(trade.id, "confirm")
    expect((await carol.act(trade.id, "decline")).status).toBe(403)
    expect(tradeOf(await carol.act(trade.id, "cancel")).status).toBe("cancelled")
    expect(await vaultOf(store.db, alice.self, items[0])).toEqual({ quantity: 1, held: 0 })
    expect(await vaultOf(store.db, carol.self, items[2])).toEqual({ quantity: 1, held: 0 })
    const another = await ring()
    expect(tradeOf(await bob.act(another.trade.id, "decline")).status).toBe("declined")
  })

  it("free the last side's units with the others' when the time runs out", async () => {
    const { items, trade } = await ring()
    await carol.act(trade.id, "confirm")
    await letTradeExpire(store.db, trade.id)
    expect(await bob.act(trade.id, "confirm")).toMatchObject({ status: 409 })
    const offered = [units(items[2], 1)]
    expect((await carol.propose({ target: bob.asTarget, offered, wanted: [] })).status).toBe(201)
  })

  it("cannot be countered", async () => {
    const { items, trade } = await ring()
    const body = { offered: [units(items[1], 1)], wanted: [units(items[0], 1)] }
    expect((await bob.act(trade.id, "counter", body)).status).toBe(400)
  })
})

describe("the merchant", () => {
  it("lists trades, sees each with its journal, and stops one with a reason", async () => {
    const { card, trade } = await offer()
    type Listed = {
      trades: { id: string; status: string; parties: unknown[] }[]
      count: number
    }
    const listed = await store.admin.get<Listed>(
      `/admin/trades?status=pending&customer_id=${alice.customer.id}&limit=1&order=-created_at`
    )
    expect(listed.trades).toHaveLength(1)
    expect(listed.count).toBeGreaterThanOrEqual(1)
    expect(listed.trades[0]).toMatchObject({ id: trade.id, status: "pending" })
    const fields = await store.admin.get<Listed>(`/admin/trades?id=${trade.id}&fields=id,status`)
    expect(fields.trades).toEqual([{ id: trade.id, status: "pending" }])

    const stopped = await store.admin.post<{ trade: object }>(`/admin/trades/${trade.id}/cancel`, {
      reason: "a disputed card",
    })
    expect(stopped.trade).toMatchObject({ status: "cancelled", reason: "a disputed card" })
    expect(await vaultOf(store.db, alice.self, card)).toEqual({ quantity: 3, held: 0 })
    const { trade: detail, journal } = await store.admin.get<{
      trade: object
      journal: { kind: string; owner: object; quantity: number; trade_id: string }[]
    }>(`/admin/trades/${trade.id}`)
    expect(detail).toMatchObject({ created_by: alice.customer.id, resolved_by: null })
    expect(journal.map(({ kind, quantity }) => ({ kind, quantity }))).toEqual([
      { kind: "released", quantity: -2 },
      { kind: "placed", quantity: 2 },
    ])
    expect(journal[0]).toMatchObject({ owner: alice.self, trade_id: trade.id })
    expect((await bob.trade(trade.id)).reason).toBe("a disputed card")
  })
})

it("limits proposals per customer and minute, and says when to try again", async () => {
  const limit = PROFILES.quiet.trading.perMinute.trades
  const eager = await Trader.signUp(store, shop)
  const body = { target: bob.asTarget, offered: [units(aVariant(), 1)], wanted: [] }
  const answers = []
  for (let sent = 0; sent < limit; sent += 20) {
    answers.push(...(await Promise.all(Array.from({ length: 20 }, () => eager.propose(body)))))
  }
  answers.push(await eager.propose(body))
  const refused = answers.filter((answer) => answer.status !== 409)
  expect(refused).toMatchObject([{ status: 429, body: { code: "TOO_MANY_REQUESTS" } }])
  expect(refused[0]?.retryAfter).toBeGreaterThan(0)
  expect(refused[0]?.retryAfter).toBeLessThanOrEqual(60)
  expect((await carol.propose(body)).status).toBe(409)
})

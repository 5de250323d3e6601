import path from "node:path"
import { runReconcile } from "../lib/reconcile"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"
import { Trader, aVariant, grant, statusInRow, tradeOf, units, vaultOf } from "../lib/trading"

const PRELOAD = path.join(__dirname, "..", "fixtures", "kill-settling.js")

let store: StoreUnderTest
let shop: Shop
let alice: Trader
let bob: Trader

beforeAll(async () => {
  store = await sharedStore("default")
  shop = await openShop(store)
  alice = await Trader.signUp(store, shop)
  bob = await Trader.signUp(store, shop)
})

afterAll(() => store?.close())

describe.each([
  ["between-the-verbs", "pending"],
  ["before-the-commit", "pending"],
  ["after-the-commit", "completed"],
] as const)("a server that is killed %s of a settlement", (point, status) => {
  it(`leaves the trade ${status}, and nothing half done`, async () => {
    const [card, page] = [aVariant(), aVariant()]
    await grant(store.db, alice.self, units(card, 2))
    await grant(store.db, bob.self, units(page, 2))
    const trade = tradeOf(
      await alice.propose({
        target: bob.asTarget,
        offered: [units(card, 2)],
        wanted: [units(page, 1)],
      })
    )
    const mortal = await store.start({ preload: PRELOAD, env: { KILL_POINT: point } })
    const there = new Trader(store, shop, bob.customer, mortal.url)
    const answer = await there.act(trade.id, "confirm")
    expect(answer.networkError).toBeDefined()
    await mortal.ended

    // The row itself, not what another server derives from it.
    expect(await statusInRow(store.db, trade.id)).toBe(status)
    if (status === "pending") {
      expect(await vaultOf(store.db, alice.self, card)).toEqual({ quantity: 2, held: 2 })
      expect(await vaultOf(store.db, bob.self, page)).toEqual({ quantity: 2, held: 0 })
      expect(tradeOf(await bob.act(trade.id, "confirm")).status).toBe("completed")
    } else {
      expect(await bob.act(trade.id, "confirm")).toMatchObject({
        status: 409,
        body: { code: "TRADE_NOT_PENDING", details: { status: "completed" } },
      })
    }
    expect(await vaultOf(store.db, alice.self, card)).toEqual({ quantity: 0, held: 0 })
    expect(await vaultOf(store.db, bob.self, card)).toEqual({ quantity: 2, held: 0 })
    expect(await vaultOf(store.db, alice.self, page)).toEqual({ quantity: 1, held: 0 })
    expect(await vaultOf(store.db, bob.self, page)).toEqual({ quantity: 1, held: 0 })
  })
})

it("control: without the transaction, the same crash leaves half a trade", async () => {
  const [card, page] = [aVariant(), aVariant()]
  await grant(store.db, alice.self, units(card, 1))
  await grant(store.db, bob.self, units(page, 1))
  const body = { target: bob.asTarget, offered: [units(card, 1)], wanted: [units(page, 1)] }
  const trade = tradeOf(await alice.propose(body))
  const mortal = await store.start({
    preload: PRELOAD,
    env: { KILL_POINT: "between-the-verbs", WITHOUT_TRANSACTIONS: "true" },
  })
  await new Trader(store, shop, bob.customer, mortal.url).act(trade.id, "confirm")
  await mortal.ended
  // Pending, confirmed by all, and nothing is held for it any more.
  expect(await statusInRow(store.db, trade.id)).toBe("pending")
  expect(await vaultOf(store.db, alice.self, card)).toEqual({ quantity: 1, held: 0 })
  const { rows } = await store.db.query(
    `select count(*)::int as confirmed from holdfast_trade_party where trade_id = $1 and confirmed_at is not null`,
    [trade.id]
  )
  expect(rows).toEqual([{ confirmed: 2 }])
  const { findings } = await runReconcile(store, "--repair")
  expect(findings).toContainEqual(
    expect.stringMatching(`^trade_without_units: Trade ${trade.id} is pending`)
  )
})

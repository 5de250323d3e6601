import { openShop, type Shop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"
import { Trader, aVariant, grant, letTradeExpire, tradeOf, units, vaultOf } from "../lib/trading"

const TRIALS = 40

let store: StoreUnderTest
let shop: Shop
/** The same customers, at the two processes of the store. */
let alice: Trader
let bob: Trader
let bobElsewhere: Trader

beforeAll(async () => {
  store = await sharedStore("pair")
  shop = await openShop(store)
  alice = await Trader.signUp(store, shop)
  bob = await Trader.signUp(store, shop)
  bobElsewhere = new Trader(store, shop, bob.customer, store.stores[1]?.url)
})

afterAll(() => store?.close())

async function pending() {
  const [card, page] = [aVariant(), aVariant()]
  await grant(store.db, alice.self, units(card, 1))
  await grant(store.db, bob.self, units(page, 1))
  const trade = tradeOf(
    await alice.propose({
      target: bob.asTarget,
      offered: [units(card, 1)],
      wanted: [units(page, 1)],
    })
  )
  return { card, page, trade }
}

/** Either all of it happened, or nothing; never half. */
async function expectWhole(card: string, page: string, completed: boolean): Promise<void> {
  const [theirs, ours] = completed ? [1, 0] : [0, 1]
  expect(await vaultOf(store.db, alice.self, card)).toEqual({ quantity: ours, held: 0 })
  expect(await vaultOf(store.db, bob.self, card)).toEqual({ quantity: theirs, held: 0 })
  expect(await vaultOf(store.db, bob.self, page)).toEqual({ quantity: ours, held: 0 })
  expect(await vaultOf(store.db, alice.self, page)).toEqual({ quantity: theirs, held: 0 })
}

it("lets one of confirm and cancel win, and tells the other", async () => {
  for (let trial = 0; trial < TRIALS; trial++) {
    const { card, page, trade } = await pending()
    const [confirm, cancel] = await Promise.all([
      bobElsewhere.act(trade.id, "confirm"),
      alice.act(trade.id, "cancel"),
    ])
    expect([confirm?.status, cancel?.status].sort()).toEqual([200, 409])
    const loser = confirm?.status === 409 ? confirm : cancel
    expect(loser?.body).toMatchObject({ code: "TRADE_NOT_PENDING" })
    const { status } = await alice.trade(trade.id)
    expect(status).toBe(confirm?.status === 200 ? "completed" : "cancelled")
    await expectWhole(card, page, status === "completed")
  }
})

it("lets one of two counter-offers and a confirmation win", async () => {
  for (let trial = 0; trial < TRIALS / 2; trial++) {
    const { card, page, trade } = await pending()
    const body = { offered: [units(page, 1)], wanted: [units(card, 1)] }
    const answers = await Promise.all([
      bob.act(trade.id, "counter", body),
      bobElsewhere.act(trade.id, "counter", body),
      bobElsewhere.act(trade.id, "confirm"),
    ])
    expect(answers.filter((one) => one.status < 300)).toHaveLength(1)
    expect(answers.filter((one) => one.status === 409)).toHaveLength(2)
    const confirmed = answers[2]?.status === 200
    const held = (await vaultOf(store.db, bob.self, page)).held
    expect(held).toBe(confirmed ? 0 : 1)
  }
})

it("settles or expires in the instant in which the time runs out, never both, never neither", async () => {
  for (let trial = 0; trial < TRIALS; trial++) {
    const { card, page, trade } = await pending()
    const expire = letTradeExpire(store.db, trade.id)
    const answer = await bob.act(trade.id, "confirm")
    await expire
    const { status } = await alice.trade(trade.id)
    expect(status).toBe(answer.status === 200 ? "completed" : "expired")
    if (answer.status !== 200) {
      expect(answer).toMatchObject({ status: 409, body: { code: "TRADE_NOT_PENDING" } })
      // By predicate the unit is free; the counter is tidied by the sweeper or by whoever needs it.
      expect(await vaultOf(store.db, bob.self, page)).toEqual({ quantity: 1, held: 0 })
    } else {
      await expectWhole(card, page, true)
    }
  }
})

it("crosses trades of the same units in both directions without a deadlock that anybody sees", async () => {
  const items = [aVariant(), aVariant(), aVariant()]
  const offers: { id: string; by: Trader }[] = []
  for (const item of items) {
    await grant(store.db, alice.self, units(item, 10))
    await grant(store.db, bob.self, units(item, 10))
  }
  for (let i = 0; i < 10; i++) {
    const [from, to] = i % 2 ? ([alice, bob] as const) : ([bob, alice] as const)
    const [one, two] = i % 3 ? [0, 1] : [1, 2]
    const body = {
      target: to.asTarget,
      offered: [units(items[one] ?? "", 1)],
      wanted: [units(items[two] ?? "", 1)],
    }
    offers.push({ id: tradeOf(await from.propose(body)).id, by: to })
  }
  const answers = await Promise.all(
    offers.map(({ id, by }, index) =>
      (by === bob && index % 4 ? bobElsewhere : by).act(id, "confirm")
    )
  )
  expect(answers.map((one) => one.status)).toEqual(Array(10).fill(200))
  for (const item of items) {
    const [a, b] = [
      await vaultOf(store.db, alice.self, item),
      await vaultOf(store.db, bob.self, item),
    ]
    expect([a.quantity + b.quantity, a.held, b.held]).toEqual([20, 0, 0])
  }
})

import { PROFILES } from "../../scripts/test/profiles"
import { withOptions } from "../lib/reconcile"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"
import {
  Trader,
  aVariant,
  coolOff,
  grant,
  sharedInventory,
  tradeOf,
  units,
  vaultOf,
} from "../lib/trading"

const OPEN_MAX = 3
const BLOCKED = "variant_blocked"

let store: StoreUnderTest
let shop: Shop
let alice: Trader
let bob: Trader

beforeAll(async () => {
  store = await sharedStore("default")
  shop = await openShop(store)
})

afterAll(() => store?.close())

beforeEach(async () => {
  alice = await Trader.signUp(store, shop)
  bob = await Trader.signUp(store, shop)
})

/** What a marketplace may want: time to reconsider, a cap. */
const withRules = <Result>(rules: object, work: () => Promise<Result>): Promise<Result> => {
  const trading = { ...PROFILES.default.trading, ...rules }
  return withOptions(store, { ...PROFILES.default, trading }, work)
}

const confirmWithCoolingOff = (tradeId: string) =>
  withRules({ coolingOffSeconds: 3_600 }, () => bob.act(tradeId, "confirm"))

async function confirmed() {
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
  return { card, page, trade: tradeOf(await confirmWithCoolingOff(trade.id)) }
}

describe("a cooling-off time", () => {
  it("holds both sides' units until it is over, then the sweeper settles", async () => {
    const { card, page, trade } = await confirmed()
    expect(trade).toMatchObject({
      status: "pending",
      parties: [{ confirmed: true }, { confirmed: true }],
    })
    const left = Date.parse(trade.settles_at ?? "") - Date.now()
    expect(left).toBeGreaterThan(3_500_000)
    expect(left).toBeLessThan(3_601_000)
    expect(await vaultOf(store.db, bob.self, page)).toEqual({ quantity: 1, held: 1 })
    await coolOff(store.db, trade.id)
    await until("the sweeper", async () => (await bob.trade(trade.id)).status === "completed")
    expect(await vaultOf(store.db, bob.self, card)).toEqual({ quantity: 1, held: 0 })
    expect(await vaultOf(store.db, alice.self, page)).toEqual({ quantity: 1, held: 0 })
  })

  it("outlives the time to answer: all have answered", async () => {
    const { trade } = await confirmed()
    await store.db.query(
      `update holdfast_trade set expires_at = clock_timestamp() - interval '1 hour' where id = $1`,
      [trade.id]
    )
    expect((await alice.trade(trade.id)).status).toBe("pending")
    await coolOff(store.db, trade.id)
    await until("the sweeper", async () => (await alice.trade(trade.id)).status === "completed")
  })

  it("lets either side withdraw", async () => {
    for (const who of [alice, bob]) {
      const { card, page, trade } = await confirmed()
      expect(tradeOf(await who.act(trade.id, "cancel")).status).toBe("cancelled")
      expect(await vaultOf(store.db, alice.self, card)).toEqual({ quantity: 1, held: 0 })
      expect(await vaultOf(store.db, bob.self, page)).toEqual({ quantity: 1, held: 0 })
    }
  })

  it("ends the trade when a side loses the right to trade meanwhile", async () => {
    const card = aVariant()
    const club = await sharedInventory(store.db, [[alice, "manager"]])
    await grant(store.db, club, units(card, 1))
    const proposal = {
      context: club.id,
      target: bob.asTarget,
      offered: [units(card, 1)],
      wanted: [],
    }
    const trade = tradeOf(await alice.propose(proposal))
    expect(tradeOf(await confirmWithCoolingOff(trade.id)).status).toBe("pending")
    await store.db.query(
      `update holdfast_membership set status = 'left' where shared_inventory_id = $1`,
      [club.id]
    )
    await coolOff(store.db, trade.id)
    await until("the sweeper", async () => (await bob.trade(trade.id)).status === "cancelled")
    expect(await vaultOf(store.db, club, card)).toEqual({ quantity: 1, held: 0 })
  })
})

it("caps the open trades of a customer, also when all are proposed at once", async () => {
  const card = aVariant()
  await grant(store.db, alice.self, units(card, 10))
  const body = { target: bob.asTarget, offered: [units(card, 1)], wanted: [] }
  const answers = await withRules({ openTradesMax: OPEN_MAX }, () =>
    Promise.all(Array.from({ length: 5 }, () => alice.propose(body)))
  )
  expect(answers.map((one) => one.status).sort()).toEqual([201, 201, 201, 409, 409])
  const refused = answers.find((one) => one.status === 409)
  expect(refused?.body).toMatchObject({ code: "LIMIT_REACHED", details: { limit: OPEN_MAX } })
  const open = answers.find((one) => one.status === 201)
  await alice.act(open ? tradeOf(open).id : "", "cancel")
  expect((await withRules({ openTradesMax: OPEN_MAX }, () => alice.propose(body))).status).toBe(201)
})

it("does not trade what the merchant has blocked", async () => {
  await grant(store.db, alice.self, units(BLOCKED, 1))
  for (const body of [
    { offered: [units(BLOCKED, 1)], wanted: [] },
    { offered: [], wanted: [units(BLOCKED, 1)] },
  ]) {
    expect(await alice.propose({ target: bob.asTarget, ...body })).toMatchObject({
      status: 409,
      body: { code: "NOT_TRADABLE", details: { variant_ids: [BLOCKED] } },
    })
  }
})

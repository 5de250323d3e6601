import { runReconcile } from "../lib/reconcile"
import { openShop, type Shop } from "../lib/shop"
import { openStore, type StoreUnderTest } from "../lib/store-under-test"
import { Trader, aVariant, grant, tradeOf, units, vaultOf } from "../lib/trading"

let store: StoreUnderTest
let shop: Shop
let alice: Trader
let bob: Trader

// The sweeper would heal some of this before reconcile saw it.
beforeAll(async () => {
  store = await openStore({ options: { sweeper: { everySeconds: 3_600 } } })
  shop = await openShop(store)
  alice = await Trader.signUp(store, shop)
  bob = await Trader.signUp(store, shop)
})

afterAll(() => store?.close())

async function pending() {
  const card = aVariant()
  await grant(store.db, alice.self, units(card, 3))
  const body = { target: bob.asTarget, offered: [units(card, 2)], wanted: [] }
  return { card, trade: tradeOf(await alice.propose(body)) }
}

it("finds vaults and trades that were written by hand, and heals them", async () => {
  const counted = aVariant()
  await grant(store.db, alice.self, units(counted, 3))
  await store.db.query(`update holdfast_pool set quantity = 30 where counted_id = $1`, [counted])
  const ended = await pending()
  await store.db.query(
    `update holdfast_trade set status = 'cancelled', resolved_at = now() where id = $1`,
    [ended.trade.id]
  )
  const bare = await pending()
  await store.db.query(
    `update holdfast_hold set expires_at = clock_timestamp() - interval '1 second' where holder_id = $1`,
    [bare.trade.id]
  )

  const { code, findings } = await runReconcile(store)
  expect(code).toBe(1)
  expect(findings.sort()).toEqual([
    expect.stringMatching(
      /^hold_of_ended_trade: Hold \S+ of 2 belongs to trade \S+, which is over/
    ),
    expect.stringMatching(/^trade_without_units: Trade \S+ .* give 2 units and 0 are held/),
    expect.stringMatching(/^unbalanced_vault: Vault \S+ counts 30 units; its journal sums to 3/),
  ])
  expect((await runReconcile(store, "--repair")).code).toBe(0)
  expect(await runReconcile(store)).toEqual({ code: 0, findings: [] })
  expect(await vaultOf(store.db, alice.self, counted)).toEqual({ quantity: 3, held: 0 })
  expect(await vaultOf(store.db, alice.self, ended.card)).toEqual({ quantity: 3, held: 0 })
  expect(await vaultOf(store.db, alice.self, bare.card)).toEqual({ quantity: 3, held: 0 })
  expect((await bob.trade(bare.trade.id)).status).toBe("cancelled")
})

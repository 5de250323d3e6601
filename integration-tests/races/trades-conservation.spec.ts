import path from "node:path"
import { runReconcile } from "../lib/reconcile"
import { openShop } from "../lib/shop"
import { openStore, type StoreOptions, type StoreUnderTest } from "../lib/store-under-test"
import { findViolations } from "../lib/trade-checks"
import { TradeMix, type Club } from "../lib/trade-mix"
import { Trader, aVariant, grant, sharedInventory, units } from "../lib/trading"

const CLIENTS = 8
const SECONDS = Number(process.env.TRADES_SECONDS ?? 60)
/** The control trades for so long at a time, until it breaks. */
const CONTROL_SECONDS = 4
const CONTROL_TURNS_MAX = 30
const SEED = Number(process.env.TRADES_SEED ?? Date.now() % 1_000_000)
const TRADERS = 6
/** Few units of few items: everybody wants what somebody else is just giving away. */
const UNITS_EACH = 4

const OPTIONS = {
  sweeper: { everySeconds: 1 },
  trading: { openTradesMax: 1_000, perMinute: { trades: 100_000 } },
} satisfies StoreOptions["options"]

interface Market {
  mix: TradeMix
  /** Variant → units over all vaults. */
  totals: Map<string, number>
}

async function openMarket(
  store: StoreUnderTest,
  { items, known }: { items: number; known?: number }
): Promise<Market> {
  const shop = await openShop(store)
  const traders: Trader[] = []
  for (let i = 0; i < TRADERS; i++) {
    const url = store.stores[i % store.stores.length]?.url
    traders.push(await Trader.signUp(store, shop, url))
  }
  const [a, b, c, d] = traders
  if (!a || !b || !c || !d) throw new Error("too few traders")
  const clubs: Club[] = []
  for (const managers of [
    [a, b],
    [c, d],
  ]) {
    const owner = await sharedInventory(
      store.db,
      managers.map((one) => [one, "manager"] as const)
    )
    clubs.push({ owner, managers })
  }
  const variants = Array.from({ length: items }, aVariant)
  const owners = [...traders.map((one) => one.self), ...clubs.map((one) => one.owner)]
  for (const owner of owners) {
    await grant(store.db, owner, ...variants.map((variant) => units(variant, UNITS_EACH)))
  }
  return {
    mix: new TradeMix(store.db, traders, clubs, variants, known),
    totals: new Map(variants.map((variant) => [variant, UNITS_EACH * owners.length])),
  }
}

const trade = async (mix: TradeMix, seconds: number, turn = 0): Promise<void> => {
  const first = SEED + turn * CLIENTS // other clients each time, or they would do the same again
  await Promise.all(
    Array.from({ length: CLIENTS }, (_, client) => mix.run(first + client, seconds * 1_000))
  )
}

it(`conserves every unit while ${CLIENTS} clients trade for ${SECONDS} s (seed ${SEED})`, async () => {
  console.info(`trades: seed ${SEED}; repeat with TRADES_SEED=${SEED}`)
  const store = await openStore({ processes: 2, options: OPTIONS })
  try {
    const { mix, totals } = await openMarket(store, { items: 3 })
    let looks = 0
    let over = false
    // Not only at the end: at no moment may a unit be in two vaults, or in none.
    const looking = (async () => {
      while (!over) {
        expect(await findViolations(store.db, totals)).toEqual([])
        looks++
      }
    })()
    await trade(mix, SECONDS).finally(() => (over = true))
    await looking
    expect(mix.wrong).toEqual([])
    expect(looks).toBeGreaterThan(SECONDS / 2)
    expect([...mix.done.keys()].sort()).toEqual([
      "cancel",
      "confirm",
      "counter",
      "decline",
      "deposit",
      "expire",
      "propose",
      "ring",
      "withdraw",
    ])
    console.info(`trades: ${JSON.stringify(Object.fromEntries(mix.done))}, looked ${looks} times`)
    expect(await findViolations(store.db, totals)).toEqual([])
    expect(await runReconcile(store)).toEqual({ code: 0, findings: [] })
  } finally {
    await store.close()
  }
})

it("control: without the ledger's locks and checks the same trades break it", async () => {
  const preload = path.join(__dirname, "..", "fixtures", "no-locks.js")
  const store = await openStore({
    processes: 2,
    options: OPTIONS,
    checked: false,
    preload,
  })
  try {
    for (const check of [
      "holdfast_pool_held_not_negative",
      "holdfast_pool_quantity_not_negative",
      "holdfast_pool_held_within_quantity",
    ]) {
      await store.db.query(`alter table holdfast_pool drop constraint ${check}`)
    }
    let violations: string[] = []
    for (let turn = 0; turn < CONTROL_TURNS_MAX && !violations.length; turn++) {
      // One item and two trades that all answer at once: the window is small, and the machine may
      // be slow. A new market each time, since an old one has its units where nobody can offer
      // them.
      const { mix, totals } = await openMarket(store, { items: 1, known: 2 })
      await trade(mix, CONTROL_SECONDS, turn)
      violations = await findViolations(store.db, totals)
    }
    expect(violations).not.toEqual([])
  } finally {
    await store.close()
  }
})

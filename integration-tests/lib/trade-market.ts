import { findViolations } from "./trade-checks"
import { openShop } from "./shop"
import type { StoreUnderTest } from "./store-under-test"
import { TradeMix, type Club } from "./trade-mix"
import { Trader, aVariant, grant, sharedInventory, units } from "./trading"

export const CLIENTS = 8
export const SEED = Number(process.env.TRADES_SEED ?? Date.now() % 1_000_000)
const TRADERS = 6
/** Few units of few items: everybody wants what somebody else is just giving away. */
const UNITS_EACH = 4

interface Market {
  mix: TradeMix
  /** Variant → units over all vaults. */
  totals: Map<string, number>
}

export async function openMarket(
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

export const trade = async (mix: TradeMix, seconds: number, turn = 0): Promise<void> => {
  const first = SEED + turn * CLIENTS // other clients each time, or they would do the same again
  await Promise.all(
    Array.from({ length: CLIENTS }, (_, client) => mix.run(first + client, seconds * 1_000))
  )
}

/** Trades for some seconds, and checks all the while that no unit is in two vaults, or in none. */
export async function expectConservation(
  store: StoreUnderTest,
  seconds: number
): Promise<TradeMix["done"]> {
  console.info(`trades: repeat with TRADES_SEED=${SEED}`)
  const { mix, totals } = await openMarket(store, { items: 3 })
  let looks = 0
  let over = false
  const looking = (async () => {
    while (!over) {
      expect(await findViolations(store.db, totals)).toEqual([])
      looks++
    }
  })()
  await trade(mix, seconds).finally(() => (over = true))
  await looking
  expect(mix.wrong).toEqual([])
  expect(looks).toBeGreaterThan(seconds / 2)
  console.info(`trades: ${JSON.stringify(Object.fromEntries(mix.done))}, looked ${looks} times`)
  expect(await findViolations(store.db, totals)).toEqual([])
  return mix.done
}

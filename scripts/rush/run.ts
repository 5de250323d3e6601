import { inParallel } from "../lib/parallel"
import type { HttpClient } from "./http"
import type { Progress } from "./progress"
import { Shopper } from "./shopper"
import type { Stage } from "./stage"
import { Tally } from "./tally"

/** Making carts is not part of the rush, and is fastest a few at a time. */
const PREPARING_AT_ONCE = 8
/** The checkout queue admits a few at a time; more would only wait in it. */
const PURCHASING_AT_ONCE = 16

export interface RushRun {
  shoppers: Shopper[]
  tally: Tally
  /** When the rush began, on the clock of `performance.now()`. */
  startedAt: number
  /** Time to make the carts, before the rush. */
  prepareMs: number
  /** From the first add or reserve to the last response. */
  wallMs: number
}

export interface DropRun extends RushRun {
  /** Holders who went on to buy. */
  buyers: number
  reserveMs: number
  purchaseMs: number
}

export interface Crowd {
  stage: Stage
  http: HttpClient
  /** One per server process; shoppers are distributed over them. */
  urls: string[]
}

/** Everybody adds at once, everybody completes at once. */
export async function runRush(crowd: Crowd, count: number, progress: Progress): Promise<RushRun> {
  const tally = new Tally(["add", "complete"])
  const shoppers = gather(crowd, tally, Array.from({ length: count }))
  const phase = (name: string, act: (shopper: Shopper) => Promise<void>, atOnce?: number) =>
    runPhase(progress, name, shoppers.filter(isShopping), act, { atOnce })

  const prepareMs = await phase("Carts", (shopper) => shopper.prepare(), PREPARING_AT_ONCE)
  const startedAt = performance.now()
  await phase("Add to cart, all at once", (shopper) => shopper.add())
  await phase("Shipping and payment", (shopper) => shopper.checkOut(), PREPARING_AT_ONCE)
  await phase("Complete, all at once", (shopper) => shopper.complete())
  return { shoppers, tally, startedAt, prepareMs, wallMs: since(startedAt) }
}

/** Everybody reserves at once; then the holders fill a cart and buy. */
export async function runDropRush(
  crowd: Crowd,
  { dropId, tokens, purchases }: { dropId: string; tokens: string[]; purchases: number },
  progress: Progress
): Promise<DropRun> {
  const tally = new Tally(["reserve"])
  const shoppers = gather(crowd, tally, tokens)
  const { ended } = tally

  const startedAt = performance.now()
  const reserveMs = await runPhase(
    progress,
    "Reserve, all at once",
    shoppers,
    (shopper) => shopper.reserve(dropId),
    { note: () => `${tally.promised} hold a unit, ${ended.refused} were rejected` }
  )
  const buyers = shoppers.filter(({ promisedAt }) => promisedAt !== undefined).slice(0, purchases)
  await runPhase(progress, "Carts of the holders", buyers, (shopper) => shopper.fillCart(), {
    atOnce: PREPARING_AT_ONCE,
  })
  const purchaseMs = await runPhase(
    progress,
    "Purchase",
    buyers.filter(isShopping),
    (shopper) => shopper.purchase(dropId),
    { atOnce: PURCHASING_AT_ONCE, note: () => `${ended.ordered} orders` }
  )
  const timing = { startedAt, prepareMs: 0, reserveMs, purchaseMs, wallMs: since(startedAt) }
  return { shoppers, tally, buyers: buyers.length, ...timing }
}

const isShopping = ({ outcome }: Shopper): boolean => outcome === "shopping"

const since = (start: number): number => Math.round(performance.now() - start)

/** @param tokens one per shopper; undefined for a guest. */
function gather(
  { stage, http, urls }: Crowd,
  tally: Tally,
  tokens: (string | undefined)[]
): Shopper[] {
  return tokens.map((token, index) => {
    const url = urls[index % urls.length] as string
    return new Shopper(index, url, stage, http, tally, token)
  })
}

/**
 * Runs `act` for all of them, at most `atOnce` at a time. Returns the milliseconds that it took.
 */
async function runPhase(
  progress: Progress,
  name: string,
  going: Shopper[],
  act: (shopper: Shopper) => Promise<void>,
  { atOnce = Infinity, note }: { atOnce?: number; note?: () => string }
): Promise<number> {
  const start = performance.now()
  progress.start(name, going.length)
  try {
    await inParallel(going, atOnce, async (shopper) => {
      await act(shopper)
      progress.tick(note?.())
    })
  } finally {
    progress.end()
  }
  return since(start)
}

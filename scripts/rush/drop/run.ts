import type { HttpClient } from "../http"
import type { Progress } from "../progress"
import { inParallel, PREPARING_AT_ONCE } from "../run"
import type { Stage } from "../stage"
import { Tally } from "../tally"
import { DropShopper } from "./drop-shopper"

/** Completions are let in a few at a time anyway; more at once only wait at the gate. */
const PURCHASING_AT_ONCE = 16

export interface DropRun {
  shoppers: DropShopper[]
  tally: Tally
  /** Holders who went on to buy. */
  buyers: number
  /** From the first reserve to the last answer to one. */
  reserveMs: number
  /** From the first purchase to the last. */
  purchaseMs: number
  /** From the first reserve to the last purchase. */
  wallMs: number
}

export interface DropSetting {
  http: HttpClient
  urls: string[]
  dropId: string
  /** One customer each. */
  tokens: string[]
  /** Most holders who buy. */
  purchases: number
}

/** Everybody reserves at once; then those who hold a unit fill a cart and buy. */
export async function runDropRush(
  stage: Stage,
  { http, urls, dropId, tokens, purchases }: DropSetting,
  progress: Progress
): Promise<DropRun> {
  const tally = new Tally(new Set(["reserve"]))
  const shoppers = tokens.map((token, index) => {
    const url = urls[index % urls.length] as string
    return new DropShopper(index, url, stage, http, tally, token)
  })
  const phase = async (
    name: string,
    going: DropShopper[],
    act: (shopper: DropShopper) => Promise<void>,
    { atOnce, note }: { atOnce: number; note?: () => string }
  ): Promise<number> => {
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
    return Math.round(performance.now() - start)
  }

  const start = performance.now()
  let [held, refused] = [0, 0]
  const reserveMs = await phase(
    "Reserve, all at once",
    shoppers,
    async (shopper) => {
      await shopper.reserve(dropId)
      if (shopper.holds) held++
      if (shopper.outcome === "refused") refused++
    },
    { atOnce: Infinity, note: () => `${held} hold a unit, ${refused} were refused` }
  )
  const buyers = shoppers.filter((shopper) => shopper.holds).slice(0, purchases)
  await phase("Carts of those who hold", buyers, (shopper) => shopper.fillCart(), {
    atOnce: PREPARING_AT_ONCE,
  })
  const ready = buyers.filter(({ outcome }) => outcome === "shopping")
  let ordered = 0
  const purchaseMs = await phase(
    "Purchase",
    ready,
    async (shopper) => {
      await shopper.purchase(dropId)
      if (shopper.outcome === "ordered") ordered++
    },
    { atOnce: PURCHASING_AT_ONCE, note: () => `${ordered} orders` }
  )
  const wallMs = Math.round(performance.now() - start)
  return { shoppers, tally, buyers: buyers.length, reserveMs, purchaseMs, wallMs }
}

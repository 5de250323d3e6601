import type { HttpClient } from "./http"
import type { Progress } from "./progress"
import { Shopper } from "./shopper"
import type { Stage } from "./stage"
import { Tally } from "./tally"

/** Making carts is not the rush: a few at a time do it soonest. */
export const PREPARING_AT_ONCE = 8

export interface RushRun {
  shoppers: Shopper[]
  tally: Tally
  prepareMs: number
  /** From the first add to the last completion. */
  wallMs: number
}

/** The rush itself: everybody adds at once, everybody completes at once. */
export async function runRush(
  stage: Stage,
  { http, urls, shoppers: count }: { http: HttpClient; urls: string[]; shoppers: number },
  progress: Progress
): Promise<RushRun> {
  const tally = new Tally()
  const shoppers = Array.from({ length: count }, (_, index) => {
    const url = urls[index % urls.length] as string
    return new Shopper(index, url, stage, http, tally)
  })
  const phase = async (
    name: string,
    act: (shopper: Shopper) => Promise<void>,
    atOnce = Infinity
  ): Promise<void> => {
    const going = shoppers.filter(({ outcome }) => outcome === "shopping")
    progress.start(name, going.length)
    try {
      await inParallel(going, atOnce, async (shopper) => {
        await act(shopper)
        progress.tick()
      })
    } finally {
      progress.end()
    }
  }

  const start = performance.now()
  await phase("Carts", (shopper) => shopper.prepare(), PREPARING_AT_ONCE)
  const prepared = performance.now()
  await phase("Add to cart, all at once", (shopper) => shopper.add())
  await phase("Shipping and payment", (shopper) => shopper.checkOut(), PREPARING_AT_ONCE)
  await phase("Complete, all at once", (shopper) => shopper.complete())
  return {
    shoppers,
    tally,
    prepareMs: Math.round(prepared - start),
    wallMs: Math.round(performance.now() - prepared),
  }
}

export async function inParallel<T>(items: T[], atOnce: number, work: (item: T) => Promise<void>) {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
}

import { setTimeout as delay } from "node:timers/promises"
import { inParallel } from "../../scripts/lib/parallel"
import { Shopper } from "../../scripts/rush/shopper"
import { Tally } from "../../scripts/rush/tally"
import { cpuMs } from "../lib/cpu"
import type { BenchStore } from "./bench-store"

export interface Timing {
  /** Milliseconds that the shopper waited, one value per cart. */
  waits: number[]
  /** Milliseconds of CPU time that the store used for all of them, follow-up work included. */
  cpu: number | undefined
}

export type Shopping = Record<"add" | "complete", Timing>

/** Events and settling finish within this time, and count towards their request. */
const AFTERMATH_MS = 150

/** Shoppers fill a cart and order it; only adding and completing are timed. */
export async function goShopping(
  store: BenchStore,
  { carts, atOnce }: { carts: number; atOnce: number }
): Promise<Shopping> {
  const { shoppers, tally } = shoppersOf(store, carts)
  const all = async (act: (shopper: Shopper) => Promise<void>): Promise<Timing> => {
    const before = cpuMs(store.pid)
    const waits = await timeAll(shoppers, atOnce, act)
    await delay(AFTERMATH_MS)
    const after = cpuMs(store.pid)
    const cpu = before === undefined || after === undefined ? undefined : after - before
    return { waits, cpu }
  }
  await all((shopper) => shopper.prepare())
  const add = await all((shopper) => shopper.add())
  await all((shopper) => shopper.checkOut())
  const complete = await all((shopper) => shopper.complete())
  const lost = shoppers.filter(({ outcome }) => outcome !== "ordered").length
  if (lost > 0) {
    const answers = JSON.stringify(tally.codes)
    throw new Error(
      `${lost} of ${carts} shoppers in the ${store.kind} store got no order: ${answers}`
    )
  }
  return { add, complete }
}

/** Carts that are ready to be completed. */
export async function fillCarts(
  store: BenchStore,
  { carts, atOnce }: { carts: number; atOnce: number }
): Promise<void> {
  const { shoppers } = shoppersOf(store, carts)
  await timeAll(shoppers, atOnce, (shopper) => shopper.fillCart())
}

function shoppersOf(store: BenchStore, count: number): { shoppers: Shopper[]; tally: Tally } {
  const tally = new Tally()
  const shoppers = Array.from({ length: count }, (_, index) => {
    const stage = store.stages[index % store.stages.length]
    if (!stage) throw new Error("The bench's store has nothing to sell.")
    return new Shopper(index, store.url, stage, store.http, tally)
  })
  return { shoppers, tally }
}

async function timeAll(
  shoppers: readonly Shopper[],
  atOnce: number,
  act: (shopper: Shopper) => Promise<void>
): Promise<number[]> {
  const times: number[] = []
  await inParallel(shoppers, atOnce, async (shopper) => {
    const start = performance.now()
    await act(shopper)
    times.push(performance.now() - start)
  })
  return times
}

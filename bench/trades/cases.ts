import { customerIds } from "./customers"
import type { Throughput, Window } from "../kernel/callers"
import type { Shape } from "./seed"

export const WINDOW: Window = { warmUpMs: 1_500, measuredMs: 4_000 }

/** One customer who looks, and four at once: more than two cores can serve side by side. */
export const CALLERS = [1, 4] as const
export type Case = (typeof CALLERS)[number]
export type Round = Record<Case, Throughput>

export const SHAPES: readonly Shape[] = ["even", "skewed"]

/** What the route answers where the request does not say. */
export const LIMIT = 20

const ids = customerIds()
/** Coprime with the number of customers: everybody's turn comes, in no order of the seed's. */
const STRIDE = 377
let turn = 0

export function nextCustomer(): string {
  turn = (turn + STRIDE) % ids.length
  return ids[turn] ?? ""
}

import { ZERO, type Quantity } from "../../../shared/quantity"
import type { Executor } from "../../../shared/executor"
import type { ReserveRequest, ReserveResult } from "./reserve-types"

interface KeyedHold {
  idempotency_key: string
  request_hash: string
  hold_id: string
  pool_id: string
  quantity: Quantity
}

interface Replays {
  /** Requests whose idempotency key was used before → the earlier result. */
  replays: Map<ReserveRequest, ReserveResult>
  /** Requests of this batch → an earlier one in it with the same key and hash. */
  repeats: Map<ReserveRequest, ReserveRequest>
}

export async function findReplays(
  executor: Executor,
  requests: readonly ReserveRequest[]
): Promise<Replays> {
  const replays: Replays["replays"] = new Map()
  const repeats: Replays["repeats"] = new Map()
  const keyed = requests.filter((request) => request.idempotency)
  if (!keyed.length) return { replays, repeats }
  const { rows } = await executor.query<KeyedHold>(
    `select idempotency_key, request_hash, id as hold_id, pool_id, quantity::text
     from holdfast_hold where idempotency_key = any($1) order by id`,
    [keyed.map((request) => request.idempotency?.key)]
  )
  const hashes = new Map(rows.map((row) => [row.idempotency_key, row.request_hash]))
  const firsts = new Map<string, ReserveRequest>()
  for (const request of keyed) {
    const { key, request_hash } = request.idempotency ?? { key: "", request_hash: "" }
    const first = hashes.get(key)
    // New keys too: a batch may contain one key twice.
    hashes.set(key, first ?? request_hash)
    if (first !== undefined && first !== request_hash) {
      replays.set(request, { outcome: "key_reused" })
      continue
    }
    const holds = rows
      .filter((row) => row.idempotency_key === key)
      .map(({ hold_id, pool_id, quantity }) => ({ hold_id, pool_id, quantity, added: ZERO }))
    const earlier = firsts.get(key)
    if (holds.length) replays.set(request, { outcome: "granted", holds, replayed: true })
    else if (earlier) repeats.set(request, earlier)
    else firsts.set(key, request)
  }
  return { replays, repeats }
}

/** The result of a request's repetition in the same batch: nothing is added. */
export function repeated(first: ReserveResult | undefined): ReserveResult | undefined {
  if (first?.outcome !== "granted") return first
  const holds = first.holds.map((hold) => ({ ...hold, added: ZERO }))
  return { outcome: "granted", holds, replayed: true }
}

import { createId } from "../../../shared/ids"
import {
  ZERO,
  add,
  atLeastZero,
  compare,
  isPositive,
  subtract,
  type Quantity,
} from "../../../shared/quantity"
import type { GrantedHold, ReserveRequest, ReserveResult, ShortClaim } from "./reserve-types"
import type { HoldRow, PoolRow } from "./rows"

export interface ReserveState {
  pools: ReadonlyMap<string, PoolRow>
  /** The holders' own active holds in these pools, without due ones. */
  own: readonly HoldRow[]
  /** `pool holder-type holder-id` → units consumed there; for pools with a limit. */
  consumed?: ReadonlyMap<string, Quantity>
}

export interface NewHold {
  id: string
  pool_id: string
  quantity: Quantity
  /** The longest that its requests ask for. */
  ttl_seconds: number
  /** The first of this batch: its key and its cap apply. */
  request: ReserveRequest
}

/** A hold that its holder has already: it is extended, and may grow. */
export interface KeptHold {
  added: Quantity
  ttl_seconds: number
  request: ReserveRequest
}

export type Verdict = Exclude<ReserveResult, { outcome: "key_reused" }>

export interface Decision {
  verdicts: Verdict[]
  placed: NewHold[]
  /** By the hold's id. */
  kept: Map<string, KeptHold>
}

/** Serves requests in order against the locked pools, and says what to write. Pure. */
export function decideReserve(requests: readonly ReserveRequest[], state: ReserveState): Decision {
  const held = new Map([...state.pools].map(([id, pool]) => [id, pool.held]))
  const own = new Map(
    state.own.map((hold) => [
      holderKey(hold.pool_id, { type: hold.holder_type, id: hold.holder_id }),
      { id: hold.id, quantity: hold.quantity },
    ])
  )
  const placed = new Map<string, NewHold>()
  const kept = new Map<string, KeptHold>()

  const verdicts = requests.map((request): Verdict => {
    const stale = request.claims.filter((claim) =>
      isStale(claim.capacity?.version, state.pools.get(claim.pool_id))
    )
    if (stale.length) return { outcome: "stale", pool_ids: stale.map((claim) => claim.pool_id) }

    const forbidden = applyRules(request, state, (poolId) =>
      own.get(holderKey(poolId, request.holder))
    )
    if (forbidden) return forbidden

    const short: ShortClaim[] = []
    for (const claim of request.claims) {
      const mine = own.get(holderKey(claim.pool_id, request.holder))?.quantity ?? ZERO
      if (compare(claim.quantity, mine) <= 0) continue // a holder's own hold never blocks it
      const pool = state.pools.get(claim.pool_id)
      const capacity = pool?.quantity ?? claim.capacity?.available ?? ZERO
      const free = subtract(capacity, held.get(claim.pool_id) ?? ZERO)
      if (compare(subtract(claim.quantity, mine), free) > 0) {
        const available = atLeastZero(add(free, mine))
        short.push({ pool_id: claim.pool_id, asked: claim.quantity, available })
      }
    }
    if (short.length) return { outcome: "short", claims: short }

    const wanted = request.claims.filter((claim) => isPositive(claim.quantity))
    const holds = wanted.map((claim): GrantedHold => {
      const key = holderKey(claim.pool_id, request.holder)
      const mine = own.get(key) ?? { id: createId("hfhold"), quantity: ZERO }
      const added = atLeastZero(subtract(claim.quantity, mine.quantity))
      const quantity = add(mine.quantity, added)
      held.set(claim.pool_id, add(held.get(claim.pool_id) ?? ZERO, added))
      const { id } = mine
      const { ttl_seconds } = request
      const fresh = placed.get(id)
      if (fresh) {
        fresh.quantity = quantity
        fresh.ttl_seconds = Math.max(fresh.ttl_seconds, ttl_seconds)
      } else if (own.has(key)) {
        const before = kept.get(id) ?? { added: ZERO, ttl_seconds, request }
        const longest = Math.max(before.ttl_seconds, ttl_seconds)
        kept.set(id, { ...before, added: add(before.added, added), ttl_seconds: longest })
      } else {
        placed.set(id, { id, pool_id: claim.pool_id, quantity, ttl_seconds, request })
      }
      own.set(key, { id, quantity })
      return { hold_id: id, pool_id: claim.pool_id, quantity, added }
    })
    return { outcome: "granted", holds }
  })
  return { verdicts, placed: [...placed.values()], kept }
}

/** Errors by the pool's own rules, however full it is. In the order of the error registry. */
function applyRules(
  request: ReserveRequest,
  state: ReserveState,
  ownIn: (poolId: string) => { id: string; quantity: Quantity } | undefined
): Verdict | undefined {
  const pools = request.claims.map((claim) => state.pools.get(claim.pool_id))
  if (pools.some((pool) => pool?.open === false)) return { outcome: "closed" }
  for (const claim of request.once ? request.claims : []) {
    const mine = ownIn(claim.pool_id)
    if (mine) return { outcome: "already", hold_id: mine.id }
  }
  for (const claim of request.claims) {
    const limit = state.pools.get(claim.pool_id)?.limit_per_holder
    if (!limit) continue
    const has = state.consumed?.get(holderKey(claim.pool_id, request.holder)) ?? ZERO
    if (compare(add(has, claim.quantity), limit) > 0) return { outcome: "limited", limit, has }
  }
  return undefined
}

/** A holder's key in one pool. */
export const holderKey = (poolId: string, holder: { type: string; id: string }): string =>
  `${poolId} ${holder.type} ${holder.id}`

function isStale(version: string | undefined, pool: PoolRow | undefined): boolean {
  return version !== undefined && version !== pool?.version
}

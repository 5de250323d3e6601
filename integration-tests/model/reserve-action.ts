import { BigNumber } from "bignumber.js"
import { reserve } from "../../src/modules/ledger/operations/reserve"
import type {
  ReserveRequest,
  ReserveResult,
} from "../../src/modules/ledger/operations/reserve-types"
import { request } from "../lib/ledger-requests"
import type { ModelRequest, ModelVerdict } from "./ledger-model"
import { SECONDS_PER_HOUR, describeChanges, type SentKey, type World } from "./world"

/** The first result of a key. */
interface FirstResult {
  hash: string
  result: ReserveResult
}

interface Change {
  kind: string
  hold_id: string
  quantity: BigNumber.Value
}

interface Sent {
  real: ReserveRequest
  model: ModelRequest
}

/** One call of `reserve`, often with several requests, some of them retries of earlier ones. */
export async function reserveSome(world: World): Promise<void> {
  const { random, model } = world
  const batch: Sent[] = []
  const size = random.chance(40) ? random.int(2, 5) : 1
  while (batch.length < size) batch.push(await makeRequest(world))
  const replays = new Map([...world.keys].map(([key, known]) => [key, replay(known)]))
  const { results, changes } = await world.ledger.tx((executor) =>
    reserve(
      executor,
      batch.map(({ real }) => real)
    )
  )
  world.applyExpired(changes)

  const before = new Map(
    model.holds.map((hold) => [hold, { quantity: hold.quantity, expires: hold.expires }])
  )
  const firsts = new Map<string, FirstResult>()
  batch.forEach((sent, index) => {
    const actual = results[index]
    if (!actual) throw new Error("a request got no answer")
    const key = sent.real.idempotency
    const known = key && replays.get(key.key)
    const first = key && firsts.get(key.key)
    const expected =
      (key && known && repeatResult(known, key.request_hash)) ??
      (key && first && repeatResult(first, key.request_hash)) ??
      decide(world, sent, actual)
    expect(normal(actual)).toEqual(normal(expected))
    world.count(`reserve: ${actual.outcome}${"replayed" in actual ? ", replayed" : ""}`)
    if (key && !first)
      firsts.set(key.key, { hash: known?.hash ?? key.request_hash, result: actual })
  })

  const expectedChanges = model.holds.flatMap((hold): Change[] => {
    const was = before.get(hold)
    if (!was) return [{ kind: "placed", hold_id: hold.id, quantity: hold.quantity }]
    const added = hold.quantity.minus(was.quantity)
    if (added.gt(0)) return [{ kind: "grown", hold_id: hold.id, quantity: added }]
    return hold.expires > was.expires ? [{ kind: "extended", hold_id: hold.id, quantity: 0 }] : []
  })
  const actualChanges = changes.filter((change) => change.kind !== "expired")
  expect(describeChanges(actualChanges)).toEqual(describeChanges(expectedChanges))
  await checkExpiries(world, results, changes)
}

/** A new hold's expiry is the row's, to the millisecond. */
async function checkExpiries(
  world: World,
  results: readonly ReserveResult[],
  changes: readonly Change[]
): Promise<void> {
  const holds = results.flatMap((result) => (result.outcome === "granted" ? result.holds : []))
  const told = new Map(
    holds.flatMap((hold) =>
      hold.expires_at ? [[hold.hold_id, hold.expires_at.toISOString()] as const] : []
    )
  )
  const placed = changes
    .filter((change) => change.kind === "placed")
    .map((change) => change.hold_id)
  expect([...told.keys()].sort()).toEqual(placed.sort())
  for (const [id, expires_at] of told) {
    expect((await world.ledger.readHold(id)).expires_at.toISOString()).toBe(expires_at)
  }
}

async function makeRequest(world: World): Promise<Sent> {
  const { random } = world
  const retried = random.chance(15) ? random.pick([...world.keys.entries()].slice(-20)) : undefined
  const cart = retried?.[1].cart ?? random.pick(world.carts) ?? ""
  const [ttl, cap] = [random.int(1, 6), random.int(3, 9)]
  const claims = []
  for (const pool of random.some(world.pools, random.chance(70) ? 1 : 3))
    claims.push(await world.claim(pool))
  const real = request(
    claims.map((claim) => claim.real),
    { cart, ttl_seconds: ttl * SECONDS_PER_HOUR, cap_seconds: cap * SECONDS_PER_HOUR }
  )
  const model = { cart, claims: claims.map((claim) => claim.model), ttl, cap }
  const idempotency = retried ? retryKey(world, retried) : newKey(world, cart)
  return { real: { ...real, ...(idempotency && { idempotency }) }, model }
}

function newKey(world: World, cart: string): ReserveRequest["idempotency"] {
  if (!world.random.chance(40)) return undefined
  const key = `key_${world.keys.size}`
  world.keys.set(key, { cart, hash: "first", placed: [] })
  return { key, request_hash: "first" }
}

function retryKey(
  world: World,
  [key, { hash }]: [string, { hash: string }]
): ReserveRequest["idempotency"] {
  return { key, request_hash: world.random.chance(20) ? "another" : hash }
}

/** The result of a key's retry if it placed anything, with the holds as the batch begins. */
function replay({ hash, placed }: SentKey): FirstResult | undefined {
  if (!placed.length) return undefined
  const holds = placed.map((hold) => ({
    hold_id: hold.id,
    pool_id: hold.pool.id,
    quantity: hold.quantity.toFixed(),
    added: "0",
  }))
  return { hash, result: { outcome: "granted", holds } }
}

function repeatResult({ hash, result }: FirstResult, asked: string): ReserveResult {
  if (hash !== asked) return { outcome: "key_reused" }
  if (result.outcome !== "granted") return result
  const holds = result.holds.map((hold) => ({ ...hold, added: "0" }))
  return { outcome: "granted", holds, replayed: true }
}

function decide(world: World, { real, model }: Sent, actual: ReserveResult): ReserveResult {
  const existing = new Set(world.model.holds)
  const verdict = world.model.reserve(model)
  if (verdict.outcome !== "granted") return toResult(verdict, real)
  verdict.holds.forEach(({ hold }, index) => {
    if (existing.has(hold) || actual.outcome !== "granted") return
    // the ledger names it; I1 checks that the name is new
    hold.id = actual.holds[index]?.hold_id ?? ""
  })
  const placed = verdict.holds.map(({ hold }) => hold).filter((hold) => !existing.has(hold))
  const key = real.idempotency
  if (key && placed.length)
    world.keys.set(key.key, { cart: model.cart, hash: key.request_hash, placed })
  return toResult(verdict, real)
}

function toResult(verdict: ModelVerdict, { claims }: ReserveRequest): ReserveResult {
  switch (verdict.outcome) {
    case "stale":
      return { outcome: "stale", pool_ids: verdict.pools.map((pool) => pool.id) }
    case "short": {
      const short = verdict.claims.map(({ pool, available }) => {
        const asked = claims.find((claim) => claim.pool_id === pool.id)?.quantity ?? "0"
        return { pool_id: pool.id, asked, available: available.toFixed() }
      })
      return { outcome: "short", claims: short }
    }
    case "granted": {
      const holds = verdict.holds.map(({ hold, quantity, added }) => ({
        hold_id: hold.id,
        pool_id: hold.pool.id,
        quantity: quantity.toFixed(),
        added: added.toFixed(),
      }))
      return { outcome: "granted", holds }
    }
  }
}

/** Ignores the order of replayed holds and how numbers are written. */
function normal(result: ReserveResult): unknown {
  const plain = (quantity: string) => new BigNumber(quantity).toFixed()
  if (result.outcome === "short") {
    const claims = result.claims.map((claim) => ({ ...claim, available: plain(claim.available) }))
    return { ...result, claims }
  }
  if (result.outcome !== "granted") return result
  const holds = result.holds
    .map(({ expires_at: _, ...hold }) => ({
      ...hold,
      quantity: plain(hold.quantity),
      added: plain(hold.added),
    }))
    .sort((a, b) => (a.hold_id < b.hold_id ? -1 : 1))
  return { ...result, holds }
}

import { randomUUID } from "node:crypto"
import { uniformIntDistribution, xoroshiro128plus } from "pure-rand"
import { decideReserve } from "../decide-reserve"
import type { Claim, ReserveRequest } from "../reserve-types"
import type { HoldRow, PoolRow } from "../rows"

/** By a cart that nobody else uses, unless one is named. */
const request = (
  claims: readonly Claim[],
  { cart = `cart_${randomUUID()}` } = {}
): ReserveRequest => ({
  holder: { type: "cart", id: cart },
  cart_id: cart,
  claims,
  ttl_seconds: 900,
  cap_seconds: 7_200,
  actor: "shopper",
  reason: "a test",
})

const pool = (id: string, quantity: string | null, held = "0", version = "7"): PoolRow => ({
  id,
  kind: quantity === null ? "level" : "drop",
  counted_id: "counted_1",
  location_id: quantity === null ? "sloc_1" : null,
  quantity,
  held,
  version,
  owner_id: "",
  limit_per_holder: null,
  open: true,
})

const ownHold = (pool_id: string, cart: string, quantity: string): HoldRow => ({
  id: `hfhold_of_${cart}`,
  pool_id,
  kind: "drop",
  counted_id: "counted_1",
  location_id: null,
  quantity,
  status: "active",
  holder_type: "cart",
  holder_id: cart,
  cart_id: cart,
  order_id: null,
  reason: "a test",
  owner_id: "",
  expires_at: new Date(),
  extend_until: new Date(),
  completing_at: null,
  at_risk_at: null,
  version: "0",
  created_at: new Date(),
  resolved_at: null,
  due: false,
})

const decide = (
  requests: readonly ReserveRequest[],
  pools: readonly PoolRow[],
  own: readonly HoldRow[] = []
) => decideReserve(requests, { pools: new Map(pools.map((one) => [one.id, one])), own })

const claim = (pool_id: string, quantity: string, capacity?: Claim["capacity"]): Claim => ({
  pool_id,
  quantity,
  ...(capacity && { capacity }),
})

it("grants what fits and places a hold for it", () => {
  const asked = request([claim("p", "2")])
  const { verdicts, placed, kept } = decide([asked], [pool("p", "5", "3")])
  expect(verdicts).toMatchObject([{ outcome: "granted", holds: [{ quantity: "2", added: "2" }] }])
  expect(placed).toMatchObject([{ pool_id: "p", quantity: "2", request: asked }])
  expect(kept.size).toBe(0)
})

it("grants no unit more than fits", () => {
  const { verdicts, placed } = decide([request([claim("p", "3")])], [pool("p", "5", "3")])
  expect(verdicts).toEqual([
    { outcome: "short", claims: [{ pool_id: "p", asked: "3", available: "2" }] },
  ])
  expect(placed).toEqual([])
})

it("takes the capacity of a level from the reading, and of all others from the pool", () => {
  const generous = { available: "100", version: "7" }
  const { verdicts } = decide(
    [request([claim("level", "100", generous)]), request([claim("drop", "100", generous)])],
    [pool("level", null), pool("drop", "5")]
  )
  expect(verdicts.map((verdict) => verdict.outcome)).toEqual(["granted", "short"])
})

it("rejects a reading of another version before it checks quantities", () => {
  const old = { available: "0", version: "6" }
  const { verdicts } = decide([request([claim("p", "1", old)])], [pool("p", null)])
  expect(verdicts).toEqual([{ outcome: "stale", pool_ids: ["p"] }])
})

it("names all stale pools of a request and leaves out the others", () => {
  const [old, fresh] = ["6", "7"].map((version) => ({ available: "9", version }))
  const { verdicts } = decide(
    [request([claim("a", "1", old), claim("b", "1", fresh), claim("c", "1", old)])],
    [pool("a", null), pool("b", null), pool("c", null)]
  )
  expect(verdicts).toEqual([{ outcome: "stale", pool_ids: ["a", "c"] }])
})

it("grows an existing hold, however often its holder asks in one batch", () => {
  const asking = (quantity: string) => request([claim("p", quantity)], { cart: "cart_a" })
  const { verdicts, placed, kept } = decide(
    [asking("2"), asking("4"), asking("3")],
    [pool("p", "4", "1")],
    [ownHold("p", "cart_a", "1")]
  )
  expect(verdicts).toMatchObject([
    { holds: [{ hold_id: "hfhold_of_cart_a", quantity: "2", added: "1" }] },
    { holds: [{ quantity: "4", added: "2" }] },
    { holds: [{ quantity: "4", added: "0" }] },
  ])
  expect(placed).toEqual([])
  expect(kept.get("hfhold_of_cart_a")).toMatchObject({ added: "3" })
})

it("distinguishes holders of the same id and another type", () => {
  const customer = { ...request([claim("p", "1")]), holder: { type: "customer", id: "x" } as const }
  const { verdicts, kept } = decide([customer], [pool("p", "1", "1")], [ownHold("p", "x", "1")])
  expect(verdicts).toMatchObject([{ outcome: "short" }])
  expect(kept.size).toBe(0)
})

it("leaves no trace of a rejected request", () => {
  const { verdicts, placed } = decide(
    [request([claim("a", "1"), claim("b", "9")]), request([claim("a", "1")])],
    [pool("a", "1"), pool("b", "1")]
  )
  expect(verdicts.map((verdict) => verdict.outcome)).toEqual(["short", "granted"])
  expect(placed).toHaveLength(1)
})

it("adds fractions without an error", () => {
  const { verdicts } = decide(
    ["0.1", "0.2"].map((quantity) => request([claim("p", quantity)])),
    [pool("p", "0.3")]
  )
  expect(verdicts.map((verdict) => verdict.outcome)).toEqual(["granted", "granted"])
})

it("does not change its input", () => {
  const pools = [pool("p", "5")]
  const before = structuredClone(pools)
  decide([request([claim("p", "2")])], pools)
  expect(pools).toEqual(before)
})

it("gives a batch the same results as its requests one by one", () => {
  const seed = Number(process.env.MODEL_SEED ?? 20_261_121)
  let random = xoroshiro128plus(seed)
  const upTo = (max: number): number => {
    const [value, next] = uniformIntDistribution(0, max, random)
    random = next
    return value
  }
  for (let round = 0; round < 200; round++) {
    const ids = ["a", "b", "c"]
    const pools = ids.map((id) => pool(id, String(upTo(6))))
    const requests = Array.from({ length: 8 }, () =>
      request(
        ids.filter(() => upTo(1)).map((id) => claim(id, String(1 + upTo(3)))),
        { cart: `cart_${upTo(3)}` }
      )
    )
    const together = decide(requests, pools).verdicts
    const state = { pools: pools.map((one) => ({ ...one })), own: [] as HoldRow[] }
    const apart = requests.map((one) => {
      const { verdicts, placed, kept } = decide([one], state.pools, state.own)
      for (const hold of placed) {
        const row = ownHold(hold.pool_id, hold.request.holder.id, hold.quantity)
        state.own.push({ ...row, id: hold.id })
        raise(state.pools, hold.pool_id, hold.quantity)
      }
      for (const [id, { added }] of kept) {
        const hold = state.own.find((row) => row.id === id)
        if (!hold) throw new Error(`decided about a hold ${id} that nobody has`)
        hold.quantity = String(Number(hold.quantity) + Number(added))
        raise(state.pools, hold.pool_id, added)
      }
      return verdicts[0]
    })
    expect({ seed, round, verdicts: withoutIds(together) }).toEqual({
      seed,
      round,
      verdicts: withoutIds(apart),
    })
  }
})

function raise(pools: PoolRow[], id: string, by: string): void {
  const found = pools.find((one) => one.id === id)
  if (found) found.held = String(Number(found.held) + Number(by))
}

const withoutIds = (verdicts: unknown): unknown =>
  JSON.parse(
    JSON.stringify(verdicts, (key, value: unknown) => (key === "hold_id" ? undefined : value))
  )

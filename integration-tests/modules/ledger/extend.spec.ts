import { useLedgerDatabase } from "../../lib/ledger-database"
import { placeHold, request } from "../../lib/ledger-requests"
import { extend, type Extension } from "../../../src/modules/ledger/operations/extend"

const ledger = useLedgerDatabase()
afterEach(async () => expect(await ledger.miscounted()).toEqual([]))

const extension = (one: Pick<Extension, "filter" | "seconds" | "completion">): Extension => ({
  ...one,
  actor: "shopper",
  reason: "a test",
})
const extendHolds = (change: Pick<Extension, "filter" | "seconds" | "completion">) =>
  ledger.tx((executor) => extend(executor, extension(change)))

async function holdFor(ttl_seconds: number, cap_seconds: number) {
  const pool = await ledger.dropPool("1")
  const claims = [{ pool_id: pool, quantity: "1" }]
  return placeHold(ledger, request(claims, { cart: "cart_a", ttl_seconds, cap_seconds }))
}

it("extends all live holds of a cart", async () => {
  const holds = [await holdFor(60, 3_600), await holdFor(60, 3_600)]
  const changes = await extendHolds({ filter: { cart_ids: ["cart_a"] }, seconds: 600 })
  expect(changes.map((change) => change.kind)).toEqual(["extended", "extended"])
  for (const hold of holds) expect(await ledger.secondsLeft(hold.hold_id)).toBe(600)
})

it("extends only the given holds", async () => {
  const [named, other] = [await holdFor(60, 3_600), await holdFor(60, 3_600)]
  await extendHolds({ filter: { hold_ids: [named.hold_id] }, seconds: 600 })
  expect(await ledger.secondsLeft(named.hold_id)).toBe(600)
  expect(await ledger.secondsLeft(other.hold_id)).toBe(60)
})

it("extends the holds of all given carts", async () => {
  const pool = await ledger.dropPool("3")
  const [a, b, c] = await Promise.all(
    ["cart_a", "cart_b", "cart_c"].map((cart) =>
      placeHold(
        ledger,
        request([{ pool_id: pool, quantity: "1" }], { cart, ttl_seconds: 60, cap_seconds: 3_600 })
      )
    )
  )
  const changes = await extendHolds({ filter: { cart_ids: ["cart_a", "cart_b"] }, seconds: 600 })
  expect(changes.map(({ cart_id }) => cart_id).sort()).toEqual(["cart_a", "cart_b"])
  const left = await Promise.all([a, b, c].map((hold) => ledger.secondsLeft(hold?.hold_id ?? "")))
  expect(left).toEqual([600, 600, 60])
})

it("extends up to the hard cap and no further", async () => {
  const { hold_id } = await holdFor(60, 300)
  await extendHolds({ filter: { hold_ids: [hold_id] }, seconds: 600 })
  expect(await ledger.secondsLeft(hold_id)).toBe(300)
  expect(await extendHolds({ filter: { hold_ids: [hold_id] }, seconds: 600 })).toEqual([])
})

it("never shortens a hold's life", async () => {
  const { hold_id } = await holdFor(600, 3_600)
  expect(await extendHolds({ filter: { hold_ids: [hold_id] }, seconds: 60 })).toEqual([])
  expect(await ledger.secondsLeft(hold_id)).toBe(600)
})

it("does not revive a due hold: its units may be promised already", async () => {
  const { hold_id } = await holdFor(60, 3_600)
  await ledger.lapse(hold_id)
  const completion = "start"
  expect(await extendHolds({ filter: { cart_ids: ["cart_a"] }, seconds: 600, completion })).toEqual(
    []
  )
  expect(await ledger.readHold(hold_id)).toMatchObject({ due: true, completing_at: null })
})

it("changes no counter and writes an entry of zero units", async () => {
  const hold = await holdFor(60, 3_600)
  await extendHolds({ filter: { hold_ids: [hold.hold_id] }, seconds: 600 })
  expect((await ledger.readPool(hold.pool_id)).held).toBe("1")
  const entries = await ledger.readEntries({ hold_id: hold.hold_id })
  expect(entries.at(-1)).toMatchObject({ kind: "extended", quantity: "0" })
})

describe("the completion of a cart", () => {
  it("marks the holds when it starts, and carries them over their hard cap", async () => {
    const { hold_id } = await holdFor(60, 60)
    await extendHolds({ filter: { cart_ids: ["cart_a"] }, seconds: 120, completion: "start" })
    expect(await ledger.secondsLeft(hold_id)).toBe(120)
    expect((await ledger.readHold(hold_id)).completing_at).toBeInstanceOf(Date)
  })

  it("marks a hold that needs no extension", async () => {
    const { hold_id } = await holdFor(600, 3_600)
    const changes = await extendHolds({
      filter: { cart_ids: ["cart_a"] },
      seconds: 120,
      completion: "start",
    })
    expect(changes).toEqual([]) // nothing for the shopper's screen
    expect(await ledger.secondsLeft(hold_id)).toBe(600)
    expect((await ledger.readHold(hold_id)).completing_at).toBeInstanceOf(Date)
  })

  it("removes the mark when it ends without an order, and keeps the longer life", async () => {
    const { hold_id } = await holdFor(60, 60)
    const filter = { cart_ids: ["cart_a"] }
    await extendHolds({ filter, seconds: 120, completion: "start" })
    await extendHolds({ filter, seconds: 900, completion: "stop" })
    expect((await ledger.readHold(hold_id)).completing_at).toBeNull()
    expect(await ledger.secondsLeft(hold_id)).toBe(120)
  })

  it("extends a waiting cart's holds past the hard cap, once", async () => {
    const { hold_id } = await holdFor(60, 60)
    const wait = { filter: { cart_ids: ["cart_a"] }, seconds: 120, completion: "wait" } as const
    await extendHolds(wait)
    expect(await ledger.secondsLeft(hold_id)).toBe(120)
    expect((await ledger.readHold(hold_id)).completing_at).toBeNull()
    await ledger.passTime(hold_id, 100)
    await extendHolds(wait)
    expect(await ledger.secondsLeft(hold_id)).toBe(80) // 60 of its own, 120 in line, 100 gone
  })

  it("writes nothing for a waiting cart's hold that needs no extension", async () => {
    const { hold_id } = await holdFor(600, 3_600)
    const before = await ledger.readEntries({ hold_id })
    await extendHolds({ filter: { cart_ids: ["cart_a"] }, seconds: 120, completion: "wait" })
    expect(await ledger.readEntries({ hold_id })).toEqual(before)
  })

  it("cannot be started repeatedly to keep a drop's unit that nobody pays for", async () => {
    const { hold_id } = await holdFor(60, 60)
    const start = { filter: { cart_ids: ["cart_a"] }, seconds: 120, completion: "start" } as const
    const stop = { ...start, seconds: 900, completion: "stop" } as const
    for (const left of [120, 120]) {
      await extendHolds(start)
      await extendHolds(stop)
      expect(await ledger.secondsLeft(hold_id)).toBe(left)
      await ledger.passTime(hold_id, 100)
    }
    await extendHolds(start) // 200 seconds after it was placed, for 60
    expect(await ledger.secondsLeft(hold_id)).toBe(20)
    expect((await ledger.readHold(hold_id)).completing_at).toBeNull()
  })

  it("stays marked when the cart changes", async () => {
    const { hold_id } = await holdFor(60, 3_600)
    const filter = { cart_ids: ["cart_a"] }
    await extendHolds({ filter, seconds: 120, completion: "start" })
    await extendHolds({ filter, seconds: 900 })
    expect((await ledger.readHold(hold_id)).completing_at).toBeInstanceOf(Date)
  })

  it("can be unmarked when it is known to be dead, even for due holds", async () => {
    const { hold_id } = await holdFor(60, 3_600)
    await extendHolds({ filter: { cart_ids: ["cart_a"] }, seconds: 120, completion: "start" })
    await ledger.lapse(hold_id)
    const left = await ledger.secondsLeft(hold_id)
    await extendHolds({ filter: { hold_ids: [hold_id] }, seconds: 60, completion: "abandon" })
    expect(await ledger.secondsLeft(hold_id)).toBeLessThanOrEqual(left)
    expect(await ledger.readHold(hold_id)).toMatchObject({
      status: "active",
      due: true,
      completing_at: null,
    })
  })
})

import { useLedgerDatabase } from "../../lib/ledger-database"
import { levelClaim, placeHold, request } from "../../lib/ledger-requests"
import { release, type Reduction } from "../../../src/modules/ledger/operations/release"

const ledger = useLedgerDatabase()
afterEach(async () => expect(await ledger.miscounted()).toEqual([]))

const BY = { actor: "shopper", reason: "changed their mind" } as const
const giveBack = (...reductions: Reduction[]) =>
  ledger.tx((executor) => release(executor, reductions, BY))

it("releases a whole hold", async () => {
  const pool = await ledger.dropPool("3")
  const hold = await placeHold(ledger, request([{ pool_id: pool, quantity: "3" }]))
  const changes = await giveBack({ hold_id: hold.hold_id, quantity: "3" })
  expect(changes).toMatchObject([{ kind: "released", hold_id: hold.hold_id, quantity: "3" }])
  const row = await ledger.readHold(hold.hold_id)
  expect(row).toMatchObject({ status: "released", quantity: "3", due: false })
  expect(row.resolved_at).toBeInstanceOf(Date)
  expect((await ledger.readPool(pool)).held).toBe("0")
  const entries = await ledger.readEntries({ hold_id: hold.hold_id })
  expect(entries.at(-1)).toMatchObject({ kind: "released", quantity: "-3", ...BY })
})

it("releases a part of a hold and keeps the rest", async () => {
  const pool = await ledger.dropPool("0.3")
  const hold = await placeHold(ledger, request([{ pool_id: pool, quantity: "0.3" }]))
  const changes = await giveBack({ hold_id: hold.hold_id, quantity: "0.1" })
  expect(changes).toMatchObject([{ kind: "shrunk", quantity: "0.1" }])
  expect(await ledger.readHold(hold.hold_id)).toMatchObject({ status: "active", quantity: "0.2" })
  expect((await ledger.readPool(pool)).held).toBe("0.2")
})

it("takes an excessive quantity as the whole hold", async () => {
  const pool = await ledger.dropPool("3")
  const hold = await placeHold(ledger, request([{ pool_id: pool, quantity: "2" }]))
  await placeHold(ledger, request([{ pool_id: pool, quantity: "1" }]))
  const changes = await giveBack({ hold_id: hold.hold_id, quantity: "99" })
  expect(changes).toMatchObject([{ kind: "released", quantity: "2" }])
  expect((await ledger.readPool(pool)).held).toBe("1")
})

it("adds up two parts of the same hold", async () => {
  const pool = await ledger.dropPool("5")
  const hold = await placeHold(ledger, request([{ pool_id: pool, quantity: "5" }]))
  const part = { hold_id: hold.hold_id, quantity: "2" }
  await giveBack(part, part)
  expect(await ledger.readHold(hold.hold_id)).toMatchObject({ status: "active", quantity: "1" })
  await giveBack(part, part)
  expect((await ledger.readHold(hold.hold_id)).status).toBe("released")
})

it("skips a hold that is resolved already", async () => {
  const pool = await ledger.dropPool("3")
  const hold = await placeHold(ledger, request([{ pool_id: pool, quantity: "3" }]))
  const whole = { hold_id: hold.hold_id, quantity: "3" }
  await giveBack(whole)
  expect(await giveBack(whole)).toEqual([])
  const kinds = (await ledger.readEntries({ hold_id: hold.hold_id })).map((entry) => entry.kind)
  expect(kinds).toEqual(["placed", "released"])
})

it("ignores zero and negative reductions, and unknown holds", async () => {
  const pool = await ledger.dropPool("3")
  const { hold_id } = await placeHold(ledger, request([{ pool_id: pool, quantity: "3" }]))
  const changes = await giveBack(
    { hold_id, quantity: "0" },
    { hold_id, quantity: "-2" },
    { hold_id: "hfhold_gone", quantity: "1" }
  )
  expect(changes).toEqual([])
  expect((await ledger.readHold(hold_id)).quantity).toBe("3")
})

it("releases whole holds and parts of several pools in one go", async () => {
  const [one, two] = [await ledger.dropPool("5"), await ledger.dropPool("5")]
  const whole = await placeHold(ledger, request([{ pool_id: one, quantity: "2" }]))
  const part = await placeHold(ledger, request([{ pool_id: two, quantity: "4" }]))
  const changes = await giveBack(
    { hold_id: whole.hold_id, quantity: "2" },
    { hold_id: part.hold_id, quantity: "1" }
  )
  expect(changes.map((change) => change.kind)).toEqual(["released", "shrunk"])
  expect((await ledger.readPool(one)).held).toBe("0")
  expect((await ledger.readPool(two)).held).toBe("3")
})

it("removes exactly what a growth added", async () => {
  const pool = await ledger.dropPool("5")
  const cart = { cart: "cart_a" }
  await placeHold(ledger, request([{ pool_id: pool, quantity: "2" }], cart))
  const grown = await placeHold(ledger, request([{ pool_id: pool, quantity: "5" }], cart))
  await giveBack({ hold_id: grown.hold_id, quantity: grown.added })
  expect((await ledger.readHold(grown.hold_id)).quantity).toBe("2")
})

it("keeps the version of a level: Medusa's availability did not change", async () => {
  const { id } = await ledger.levelPool()
  const hold = await placeHold(ledger, request([await levelClaim(ledger, id, "2", "5")]))
  const before = (await ledger.readPool(id)).version
  await giveBack({ hold_id: hold.hold_id, quantity: "1" })
  await giveBack({ hold_id: hold.hold_id, quantity: "1" })
  expect((await ledger.readPool(id)).version).toBe(before)
})

it("moves the version of a level when the hold's cart was being completed", async () => {
  const { id } = await ledger.levelPool()
  const hold = await placeHold(ledger, request([await levelClaim(ledger, id, "2", "5")]))
  await ledger.rows(`update holdfast_hold set completing_at = clock_timestamp()`)
  const before = (await ledger.readPool(id)).version
  await giveBack({ hold_id: hold.hold_id, quantity: "2" })
  expect((await ledger.readPool(id)).version).not.toBe(before)
})

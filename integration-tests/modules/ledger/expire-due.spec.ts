import { useLedgerDatabase } from "../../lib/ledger-database"
import { levelClaim, placeHold, request } from "../../lib/ledger-requests"
import { expireDue } from "../../../src/modules/ledger/operations/expire-due"
import { lockPools } from "../../../src/modules/ledger/operations/row-locks"

const ledger = useLedgerDatabase()
afterEach(async () => expect(await ledger.miscounted()).toEqual([]))

const sweep = (limit = 100) => ledger.tx((executor) => expireDue(executor, limit))

async function lapsedHold(pool?: string) {
  const pool_id = pool ?? (await ledger.dropPool("10"))
  const hold = await placeHold(ledger, request([{ pool_id, quantity: "1" }]))
  await ledger.lapse(hold.hold_id)
  return hold
}

it("expires due holds and leaves live ones", async () => {
  const old = await lapsedHold()
  const live = await placeHold(ledger, request([{ pool_id: old.pool_id, quantity: "2" }]))
  expect(await sweep()).toMatchObject([{ kind: "expired", hold_id: old.hold_id, quantity: "1" }])
  expect((await ledger.readHold(old.hold_id)).status).toBe("expired")
  expect((await ledger.readHold(live.hold_id)).status).toBe("active")
  expect((await ledger.readPool(old.pool_id)).held).toBe("2")
  const entries = await ledger.readEntries({ hold_id: old.hold_id })
  expect(entries.at(-1)).toMatchObject({ kind: "expired", quantity: "-1", actor: "sweeper" })
})

it("does nothing when nothing is due", async () => {
  expect(await sweep()).toEqual([])
})

it("expires no more than its limit, the oldest of a pool first", async () => {
  const pool = await ledger.dropPool("10")
  const [newer, older] = [await lapsedHold(pool), await lapsedHold(pool)]
  await ledger.rows(
    `update holdfast_hold set expires_at = expires_at - interval '1 hour' where id = $1`,
    [older.hold_id]
  )
  expect(await sweep(1)).toMatchObject([{ hold_id: older.hold_id }])
  expect(await sweep(1)).toMatchObject([{ hold_id: newer.hold_id }])
})

it("leaves nothing when it is repeated, whatever the number of pools", async () => {
  for (let pools = 0; pools < 5; pools++) await lapsedHold()
  const rounds = []
  for (let round = 0; round < 4; round++) rounds.push((await sweep(2)).length)
  expect(rounds).toEqual([2, 2, 1, 0])
})

it("skips a locked pool without waiting for it", async () => {
  const [busy, free] = [await lapsedHold(), await lapsedHold()]
  const worker = await ledger.begin()
  await lockPools(worker, [busy.pool_id])
  const swept = await ledger.tx((executor) => expireDue(executor, 100), { lockTimeoutMs: 50 })
  expect(swept).toMatchObject([{ hold_id: free.hold_id }])
  await worker.rollback()
  expect(await sweep()).toMatchObject([{ hold_id: busy.hold_id }])
})

it("leaves a completing cart's hold: Medusa knows whether it was sold", async () => {
  const hold = await lapsedHold()
  await ledger.rows(`update holdfast_hold set completing_at = clock_timestamp()`)
  expect(await sweep()).toEqual([])
  expect((await ledger.readHold(hold.hold_id)).status).toBe("active")
})

it("keeps the version of a level: Medusa's availability did not change", async () => {
  const { id } = await ledger.levelPool()
  const hold = await placeHold(ledger, request([await levelClaim(ledger, id, "1", "1")]))
  await ledger.lapse(hold.hold_id)
  const before = (await ledger.readPool(id)).version
  expect(await sweep()).toHaveLength(1)
  expect((await ledger.readPool(id)).version).toBe(before)
})

import { useLedgerDatabase } from "../../lib/ledger-database"
import { placeHold, request } from "../../lib/ledger-requests"
import { expireAll } from "../../../src/domain/maintenance/sweep"
import { expireDue, hasDue } from "../../../src/modules/ledger/operations/expire-due"
import { lockPools } from "../../../src/modules/ledger/operations/row-locks"

const ledger = useLedgerDatabase()
afterEach(async () => expect(await ledger.miscounted()).toEqual([]))

/** The ledger for the sweeper; `onLook` runs whenever it asks whether anything is left. */
const swept = (onLook: () => Promise<void> = async () => undefined) => ({
  expireDue: (limit: number) => ledger.tx((executor) => expireDue(executor, limit)),
  hasDue: async () => {
    await onLook()
    return ledger.tx(hasDue)
  },
})

async function poolWithLapsed(holds: number): Promise<string> {
  const pool_id = await ledger.dropPool("100")
  for (let made = 0; made < holds; made++) {
    const hold = await placeHold(ledger, request([{ pool_id, quantity: "1" }]))
    await ledger.lapse(hold.hold_id)
  }
  return pool_id
}

it("runs batch after batch until nothing is left", async () => {
  for (let pools = 0; pools < 3; pools++) await poolWithLapsed(3)
  expect(await expireAll(swept(), 2)).toBe(9)
  expect(await ledger.tx(hasDue)).toBe(false)
})

it("does not stop when a locked pool makes a batch short", async () => {
  const busy = await poolWithLapsed(5)
  await poolWithLapsed(1)
  const worker = await ledger.begin()
  await lockPools(worker, [busy])
  let working = true
  const freeBusyPool = async (): Promise<void> => {
    if (working) await worker.rollback()
    working = false
  }
  expect(await expireAll(swept(freeBusyPool), 2)).toBe(6)
})

it("leaves a pool that stays locked to the next round", async () => {
  const busy = await poolWithLapsed(2)
  await poolWithLapsed(3)
  const worker = await ledger.begin()
  await lockPools(worker, [busy])
  expect(await expireAll(swept(), 2)).toBe(3)
  await worker.rollback()
  expect(await expireAll(swept(), 2)).toBe(2)
})

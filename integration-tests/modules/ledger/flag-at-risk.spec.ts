import { useLedgerDatabase } from "../../lib/ledger-database"
import { placeHold, request } from "../../lib/ledger-requests"
import { flagAtRisk } from "../../../src/modules/ledger/operations/flag-at-risk"
import { lockPools } from "../../../src/modules/ledger/operations/row-locks"
import { release } from "../../../src/modules/ledger/operations/release"

const ledger = useLedgerDatabase()
afterEach(async () => expect(await ledger.miscounted()).toEqual([]))

const flag = (holdIds: string[], at_risk: boolean) =>
  ledger.tx((executor) =>
    flagAtRisk(executor, holdIds, { actor: "system", reason: "stock was taken", at_risk })
  )

async function someHold() {
  const pool = await ledger.dropPool("3")
  return placeHold(ledger, request([{ pool_id: pool, quantity: "2" }], { cart: "cart_a" }))
}

it("marks holds whose units were taken, once, and journals it", async () => {
  const { hold_id } = await someHold()
  expect(await flag([hold_id], true)).toMatchObject([
    { kind: "flagged", hold_id, quantity: "2", cart_id: "cart_a" },
  ])
  expect(await flag([hold_id], true)).toEqual([])
  expect(await ledger.readHold(hold_id)).toMatchObject({ status: "active", quantity: "2" })
  expect((await ledger.readHold(hold_id)).at_risk_at).toBeInstanceOf(Date)
  const entries = await ledger.readEntries({ hold_id })
  expect(entries.map((entry) => entry.kind)).toEqual(["placed", "flagged"])
  expect(entries.at(-1)).toMatchObject({ quantity: "0", reason: "stock was taken" })
})

it("removes the mark without an event", async () => {
  const { hold_id } = await someHold()
  await flag([hold_id], true)
  expect(await flag([hold_id], false)).toEqual([])
  expect((await ledger.readHold(hold_id)).at_risk_at).toBeNull()
})

it("skips a resolved hold", async () => {
  const { hold_id } = await someHold()
  const by = { actor: "shopper", reason: "a test" } as const
  await ledger.tx((executor) => release(executor, [{ hold_id, quantity: "2" }], by))
  expect(await flag([hold_id], true)).toEqual([])
})

it("waits for the pool, and sees what happened to the hold meanwhile", async () => {
  const { hold_id, pool_id } = await someHold()
  const by = { actor: "shopper", reason: "a test" } as const
  const worker = await ledger.begin()
  await lockPools(worker, [pool_id])
  const flagging = flag([hold_id], true)
  await worker.untilBlocking(1)
  await release(worker, [{ hold_id, quantity: "1" }], by)
  await worker.commit()
  expect(await flagging).toMatchObject([{ quantity: "1" }])
})

import { useLedgerDatabase } from "../../lib/ledger-database"
import { placeHold, request } from "../../lib/ledger-requests"
import { recount } from "../../../src/modules/ledger/operations/recount"

const ledger = useLedgerDatabase()

it("sets a manually changed counter to the sum of the pool's holds", async () => {
  const pool = await ledger.dropPool("5")
  await placeHold(ledger, request([{ pool_id: pool, quantity: "2" }]))
  await ledger.rows(`update holdfast_pool set held = 4`)
  await ledger.tx((executor) => recount(executor, pool))
  expect((await ledger.readPool(pool)).held).toBe("2")
  expect(await ledger.miscounted()).toEqual([])
})

it("writes the difference into the journal", async () => {
  const pool = await ledger.dropPool("5")
  const hold = await placeHold(ledger, request([{ pool_id: pool, quantity: "2" }]))
  await ledger.rows(`update holdfast_hold set quantity = 3 where id = $1`, [hold.hold_id])
  await ledger.tx((executor) => recount(executor, pool))
  expect((await ledger.readEntries({ pool_id: pool })).at(-1)).toMatchObject({
    kind: "recounted",
    quantity: "1",
    hold_id: null,
  })
  expect(await ledger.miscounted()).toEqual([])
})

it("makes readings with the wrong counter stale", async () => {
  const { id, version } = await ledger.levelPool()
  await ledger.rows(`update holdfast_pool set held = 4`)
  await ledger.tx((executor) => recount(executor, id))
  expect((await ledger.readPool(id)).version).not.toBe(version)
})

import { useLedgerDatabase } from "../../lib/ledger-database"
import { placeHold, request } from "../../lib/ledger-requests"
import { audit } from "../../../src/modules/ledger/operations/audit"

const ledger = useLedgerDatabase()
const look = () => ledger.tx(audit)

async function someHold() {
  const pool = await ledger.dropPool("5")
  return placeHold(ledger, request([{ pool_id: pool, quantity: "2" }]))
}

it("finds no fault in a sound ledger, and lists its active holds", async () => {
  const [live, old] = [await someHold(), await someHold()]
  await ledger.lapse(old.hold_id)
  const { miscounted, active } = await look()
  expect(miscounted).toEqual([])
  expect(active.map(({ id, due }) => ({ id, due }))).toEqual(
    [
      { id: live.hold_id, due: false },
      { id: old.hold_id, due: true },
    ].sort((a, b) => (a.id < b.id ? -1 : 1))
  )
})

it("finds a counter that differs from the holds", async () => {
  const { pool_id } = await someHold()
  await ledger.rows(`update holdfast_pool set held = 1`)
  expect((await look()).miscounted).toEqual([{ pool_id, held: "1", holds: "2", journal: "2" }])
})

it("finds a hold that was changed past the journal", async () => {
  const { pool_id, hold_id } = await someHold()
  await ledger.rows(`update holdfast_hold set quantity = 3 where id = $1`, [hold_id])
  await ledger.rows(`update holdfast_pool set held = 3 where id = $1`, [pool_id])
  expect((await look()).miscounted).toEqual([{ pool_id, held: "3", holds: "3", journal: "2" }])
})

it("reads one snapshot, even while the ledger is being written", async () => {
  const { pool_id } = await someHold()
  const { active, miscounted } = await ledger.tx((executor) =>
    audit({
      async query(text, values) {
        const result = await executor.query<never>(text, values)
        if (text.includes("miscounted") || text.includes("with holds")) {
          await placeHold(ledger, request([{ pool_id, quantity: "1" }]))
        }
        return result
      },
    })
  )
  expect(miscounted).toEqual([])
  expect(active).toHaveLength(1)
})

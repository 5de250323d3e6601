import { growPool } from "../../../src/modules/ledger/operations/create-pool"
import { atOnce, fulfilled } from "../../lib/barrier"
import { useLedgerDatabase } from "../../lib/ledger-database"

const ledger = useLedgerDatabase()
const TIMES = 8

/** Merchants who enlarge a pool from nothing to 5 at the same time. */
async function enlarge(more: { up_to?: string }): Promise<{ grown: number; quantity: string }> {
  const pool_id = await ledger.dropPool("0")
  const outcomes = fulfilled(
    await atOnce(TIMES, () =>
      ledger.tx((executor) => growPool(executor, { pool_id, by: "5", allotments: [], ...more }))
    )
  )
  const grown = outcomes.filter(({ outcome }) => outcome === "created").length
  return { grown, quantity: (await ledger.readPool(pool_id)).quantity ?? "" }
}

it("adds the difference once, with a maximum for the pool", async () => {
  expect(await enlarge({ up_to: "5" })).toEqual({ grown: 1, quantity: "5" })
})

it("control: without it, each of them adds it", async () => {
  expect(await enlarge({})).toEqual({ grown: TIMES, quantity: String(5 * TIMES) })
})

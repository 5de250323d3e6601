import { withClient } from "../../scripts/lib/client"
import { findMatches } from "../../src/modules/trading/operations/find-matches"
import { createLedgerDatabase } from "../lib/empty-database"
import { openLedger } from "../lib/ledger"
import type { BenchContext } from "../suite"
import { LIMIT, measureRound, nextCustomer, SHAPES, type Round } from "./cases"
import { savePlans } from "./plans"
import { seedMarket, type Shape } from "./seed"

/** Matching alone on the ledger's own connections, without HTTP and without names. */
export async function measureOperation(context: BenchContext): Promise<Record<Shape, Round[]>> {
  const { server, defer, rounds, say } = context
  const database = await createLedgerDatabase(server, "trading")
  defer(() => database.drop())
  const { ledger, close } = openLedger(database.url)
  defer(close)
  return withClient(database.url, async (client) => {
    const measured: Record<Shape, Round[]> = { even: [], skewed: [] }
    for (const shape of SHAPES) {
      await seedMarket(client, shape)
      say(`trades: the plans are in ${await savePlans(client, shape)}`)
      for (let round = 1; round <= rounds; round++) {
        say(`trades, no HTTP, ${shape}: round ${round} of ${rounds}`)
        const figures = await measureRound(client, process.pid, async () => {
          const owner = { type: "customer" as const, id: nextCustomer() }
          const query = { owner, left_out: [], blocked: [], limit: LIMIT }
          await ledger.read((executor) => findMatches(executor, query))
        })
        measured[shape].push(figures)
      }
    }
    return measured
  })
}

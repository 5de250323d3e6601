import { withClient } from "../../scripts/lib/client"
import { customerToken } from "../../scripts/lib/customer-token"
import { insertCustomers } from "../../scripts/lib/customers"
import { startStore } from "../../scripts/lib/store"
import { AdminApi } from "../../scripts/rush/admin"
import { HttpClient } from "../../scripts/rush/http"
import { setStage } from "../../scripts/rush/stage"
import { ADMIN } from "../../scripts/seed/accounts"
import { createThrowawayDatabase } from "../../scripts/store/throwaway"
import type { BenchContext } from "../suite"
import { CALLERS, LIMIT, measureRound, nextCustomer, SHAPES, type Round } from "./cases"
import { customerIds } from "./customers"
import { seedMarket, type Shape } from "./seed"

/** Requests per minute that no bench reaches. */
const NO_LIMIT = 100_000

/** The whole route in one server process: login, key, rate limit, context, matching, names. */
export async function measureHttp(context: BenchContext): Promise<Record<Shape, Round[]>> {
  const { server, defer, rounds, say } = context
  const database = await createThrowawayDatabase(server, "holdfast", say)
  defer(() => database.drop())
  await insertCustomers(
    database.url,
    customerIds().map((id, index) => ({
      id,
      email: `${id}@example.test`,
      first_name: "Robin",
      last_name: `Number ${index}`,
      has_account: true, // so that they can be proposed
    }))
  )
  const store = await startStore({
    databaseUrl: database.url,
    kind: "holdfast",
    options: { trading: { perMinute: { matches: NO_LIMIT } } },
  })
  defer(() => store.stop())
  const http = new HttpClient(Math.max(...CALLERS))
  defer(() => http.close())
  const admin = await AdminApi.login(http, store.url, ADMIN.email, ADMIN.password)
  const { publishableKey } = await setStage(admin, { units: 1, locations: 1 })

  const visit = async (): Promise<void> => {
    const headers = {
      "x-publishable-api-key": publishableKey,
      authorization: `Bearer ${customerToken(nextCustomer())}`,
    }
    const url = `${store.url}/store/trades/matches?limit=${LIMIT}`
    const { status, networkError, body } = await http.send("GET", url, headers)
    if (status !== 200) throw new Error(`${status} ${networkError} ${JSON.stringify(body)}`)
  }
  return withClient(database.url, async (client) => {
    const measured: Record<Shape, Round[]> = { even: [], skewed: [] }
    for (const shape of SHAPES) {
      await seedMarket(client, shape)
      for (let round = 1; round <= rounds; round++) {
        say(`trades, over HTTP, ${shape}: round ${round} of ${rounds}`)
        measured[shape].push(await measureRound(client, store.pid, visit))
      }
    }
    return measured
  })
}

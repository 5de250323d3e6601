import path from "node:path"
import { customerToken } from "../../scripts/lib/customer-token"
import { startStore } from "../../scripts/lib/store"
import { AdminApi } from "../../scripts/rush/admin"
import { HttpClient } from "../../scripts/rush/http"
import { openDrop, setStage } from "../../scripts/rush/stage"
import { ADMIN } from "../../scripts/seed/accounts"
import { AS_IN_PRODUCTION } from "../../scripts/store/base-config"
import { createThrowawayDatabase } from "../../scripts/store/throwaway"
import { runCallers, type Throughput, type Window } from "../kernel/callers"
import type { BenchContext } from "../suite"
import { startPlainServer } from "./plain/start"

export const WINDOW: Window = { warmUpMs: 1_000, measuredMs: 3_000 }

/** Enough to keep a single-process server busy. */
export const CALLERS = 64

/** More units than a bench can sell. */
const PLENTY = 1_000_000

/** The most requests of one window: each is another customer's. */
const CUSTOMERS = 60_000

const CASES = {
  empty: { path: "empty", status: 201 },
  reserve: { path: "reserve", status: 201 },
  soldOut: { path: "reserve", status: 409 },
  tunedEmpty: { path: "empty", status: 201 },
  tunedReserve: { path: "reserve", status: 201 },
  tunedSoldOut: { path: "reserve", status: 409 },
  tunedPage: { method: "GET", path: "", status: 200 },
  /** Outside `/store`: the cost of a Medusa route without the publishable key and the rest. */
  bare: { path: "bare", status: 201 },
  plain: { path: "reserve", status: 201 },
  plainSoldOut: { path: "reserve", status: 409 },
} satisfies Record<string, { method?: "GET"; path: string; status: number }>
export type HttpCase = keyof typeof CASES

export type HttpRound = Record<HttpCase, Throughput>

interface Target {
  url: string
  key: string
  dropId: string
}

/** Requests per second of one server process; the cases alternate within each round. */
export async function measureHttp(context: BenchContext): Promise<HttpRound[]> {
  const { defer, rounds, say } = context
  const http = new HttpClient(CALLERS)
  defer(() => http.close())
  const tokens = Array.from({ length: CUSTOMERS }, (_, index) => customerToken(`cus_${index}`))
  const store = await openBenchDrops(context, http, {})
  const tuned = await openBenchDrops(context, http, AS_IN_PRODUCTION)
  const plain = await startPlainServer(context)
  const measured: HttpRound[] = []
  for (let round = 0; round <= rounds; round++) {
    say(round ? `drops: round ${round} of ${rounds}` : "drops: warming up")
    const [full, tunedFull] = [await store.freshDrop(), await tuned.freshDrop()]
    const { full: plainFull, soldOut: plainSoldOut } = await plain.reset(PLENTY)
    const plainly = { url: plain.url, key: "-" }
    const targets: Record<HttpCase, Target> = {
      empty: { ...store, dropId: full },
      reserve: { ...store, dropId: full },
      soldOut: { ...store, dropId: store.soldOutDropId },
      tunedEmpty: { ...tuned, dropId: tunedFull },
      tunedReserve: { ...tuned, dropId: tunedFull },
      tunedSoldOut: { ...tuned, dropId: tuned.soldOutDropId },
      tunedPage: { ...tuned, dropId: tunedFull },
      bare: { ...tuned, dropId: tunedFull },
      plain: { ...plainly, dropId: plainFull },
      plainSoldOut: { ...plainly, dropId: plainSoldOut },
    }
    const run: Partial<HttpRound> = {}
    for (const name of Object.keys(CASES) as HttpCase[]) {
      run[name] = await measure(http, tokens, name, targets[name])
    }
    if (round) measured.push(run as HttpRound)
  }
  return measured
}

async function measure(
  http: HttpClient,
  tokens: readonly string[],
  name: HttpCase,
  { url, key, dropId }: Target
): Promise<Throughput> {
  const {
    method,
    path: last,
    status,
  }: { method?: "GET"; path: string; status: number } = CASES[name]
  let customer = 0
  return runCallers(CALLERS, WINDOW, async () => {
    const headers = {
      "x-publishable-api-key": key,
      authorization: `Bearer ${tokens[customer++ % tokens.length] ?? ""}`,
    }
    const path = last === "bare" ? "/bare" : `/store/drops/${dropId}/${last}`
    const body = method === "GET" ? undefined : {}
    const answer = await http.send(method ?? "POST", `${url}${path}`, headers, body)
    if (answer.status === status) return
    throw new Error(
      `${name}: ${answer.status} ${answer.networkError} ${JSON.stringify(answer.body)}`
    )
  })
}

/** A throwaway store with the empty route and one drop that is sold out. */
async function openBenchDrops(
  { server, defer, say }: BenchContext,
  http: HttpClient,
  env: Record<string, string>
) {
  const database = await createThrowawayDatabase(server, "holdfast", say)
  defer(() => database.drop())
  const preload = path.join(__dirname, "add-routes.js")
  const { url, stop } = await startStore({
    databaseUrl: database.url,
    kind: "holdfast",
    preload,
    env,
  })
  defer(stop)
  const admin = await AdminApi.login(http, url, ADMIN.email, ADMIN.password)
  const drop = async (units: number) => {
    const stage = await setStage(admin, { units, locations: 2 })
    return { key: stage.publishableKey, id: await openDrop(admin, stage, units), stage }
  }
  const soldOut = await drop(1)
  const headers = {
    "x-publishable-api-key": soldOut.key,
    authorization: `Bearer ${customerToken("cus_first")}`,
  }
  await http.send("POST", `${url}/store/drops/${soldOut.id}/reserve`, headers, {})
  return {
    url,
    key: soldOut.key,
    soldOutDropId: soldOut.id,
    /** One per round, in the same sales channel, so that one key sees them all. */
    freshDrop: async () => openDrop(admin, await restock(admin, soldOut.stage), PLENTY),
  }
}

/** Adds the same number of units at the stage's first location. */
async function restock(admin: AdminApi, stage: Awaited<ReturnType<typeof setStage>>) {
  const path = `/admin/inventory-items/${stage.inventoryItemId}/location-levels`
  const [level] = await admin.list<{ location_id: string; stocked_quantity: number }>(
    path,
    "inventory_levels"
  )
  if (!level) throw new Error("The bench's product has no stock level.")
  await admin.post(`${path}/${level.location_id}`, {
    stocked_quantity: level.stocked_quantity + PLENTY,
  })
  return stage
}

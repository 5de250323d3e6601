import { randomBytes } from "node:crypto"
import { customerToken } from "../lib/customer-token"
import { insertCustomers } from "../lib/customers"
import { AdminApi } from "./admin"
import { HttpClient } from "./http"
import { countFindings, measureWhenQuiet } from "./measure"
import type { Progress } from "./progress"
import { summarise, summariseDrop, type DropRushResult, type RushResult } from "./result"
import { runDropRush, runRush, type Crowd } from "./run"
import { openDrop, setStage } from "./stage"

export interface RushTarget {
  store: RushResult["store"]
  /** One per server process; shoppers are distributed over them. */
  urls: string[]
  admin: { email: string; password: string }
  databaseUrl: string | undefined
}

export interface RushSize {
  shoppers: number
  units: number
  locations: 1 | 2
}

/** Rushes a new product in a running store and counts the results. */
export async function rushStore(
  target: RushTarget,
  size: RushSize,
  progress: Progress
): Promise<RushResult> {
  return withCrowd(target, size, async (crowd, admin) => {
    const run = await runRush(crowd, size.shoppers, progress)
    const { stage } = crowd
    const measured = await measureWhenQuiet(admin, { stage, databaseUrl: target.databaseUrl })
    return summarise(settingOf(target, size), run, measured)
  })
}

/** Rushes a new drop in a running store and counts the results. */
export async function rushDrop(
  target: RushTarget,
  { purchases, ...size }: RushSize & { purchases: number },
  progress: Progress
): Promise<DropRushResult> {
  const { databaseUrl } = target
  if (!databaseUrl) throw new Error("A drop's rush needs the store's database.")
  const start = performance.now()
  return withCrowd(target, size, async (crowd, admin) => {
    const { stage } = crowd
    const dropId = await openDrop(admin, stage, size.units)
    const tokens = await makeCustomers(databaseUrl, size.shoppers)
    const prepareMs = Math.round(performance.now() - start)
    const run = await runDropRush(crowd, { dropId, tokens, purchases }, progress)
    const drop = { id: dropId, units: size.units }
    const measured = await measureWhenQuiet(admin, { stage, databaseUrl, drop })
    const findings = await countFindings(databaseUrl)
    return summariseDrop(settingOf(target, size), { ...run, prepareMs }, measured, findings)
  })
}

async function withCrowd<Result>(
  { urls, admin: { email, password } }: RushTarget,
  { shoppers, units, locations }: RushSize,
  rush: (crowd: Crowd, admin: AdminApi) => Promise<Result>
): Promise<Result> {
  const http = new HttpClient(Math.max(shoppers, 8))
  try {
    const admin = await AdminApi.login(http, urls[0] as string, email, password)
    const stage = await setStage(admin, { units, locations })
    return await rush({ stage, http, urls }, admin)
  } finally {
    await http.close()
  }
}

const settingOf = ({ store, urls }: RushTarget, { shoppers, units, locations }: RushSize) => ({
  store,
  shoppers,
  units,
  locations,
  processes: urls.length,
})

/** Creates customers. Returns their tokens. */
async function makeCustomers(databaseUrl: string, count: number): Promise<string[]> {
  const prefix = `cus_rush${randomBytes(4).toString("hex")}`
  const ids = Array.from({ length: count }, (_, index) => `${prefix}_${index}`)
  await insertCustomers(
    databaseUrl,
    ids.map((id, index) => ({
      id,
      email: `${id}@rush.test`,
      first_name: "Shopper",
      last_name: String(index),
    }))
  )
  return ids.map(customerToken)
}

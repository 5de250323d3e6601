import { AdminApi } from "../admin"
import { HttpClient } from "../http"
import type { Progress } from "../progress"
import type { RushTarget } from "../rush-store"
import { setStage } from "../stage"
import { makeCustomers } from "./customers"
import { countFindings, measureDropWhenQuiet } from "./measure"
import { openDrop } from "./open-drop"
import { summariseDrop, type DropRushResult } from "./result"
import { runDropRush } from "./run"

export interface DropRushSetting {
  shoppers: number
  units: number
  locations: 1 | 2
  purchases: number
}

/** Opens a drop in a running store, rushes it and counts what came of it. */
export async function rushDrop(
  target: RushTarget,
  { shoppers, units, locations, purchases }: DropRushSetting,
  progress: Progress
): Promise<DropRushResult> {
  const { urls, databaseUrl } = target
  if (!databaseUrl) throw new Error("A drop's rush needs the store's database.")
  const http = new HttpClient(Math.max(shoppers, 8))
  try {
    const start = performance.now()
    const { email, password } = target.admin
    const admin = await AdminApi.login(http, urls[0] as string, email, password)
    const stage = await setStage(admin, { units, locations })
    const dropId = await openDrop(admin, stage, units)
    progress.say(`Making ${shoppers} customers.`)
    const tokens = await makeCustomers(databaseUrl, shoppers)
    const prepare_ms = Math.round(performance.now() - start)
    const run = await runDropRush(stage, { http, urls, dropId, tokens, purchases }, progress)
    const measured = await measureDropWhenQuiet(admin, stage, { id: dropId, units, databaseUrl })
    const reconcile_findings = await countFindings(databaseUrl)
    const store = target.store === "url" ? "url" : "holdfast"
    const processes = urls.length
    return summariseDrop(
      { store, units, locations, processes, prepare_ms, reconcile_findings },
      run,
      measured
    )
  } finally {
    await http.close()
  }
}

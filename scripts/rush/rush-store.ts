import { AdminApi } from "./admin"
import { HttpClient } from "./http"
import { measureWhenQuiet } from "./measure"
import type { Progress } from "./progress"
import { summarise, type RushResult } from "./result"
import { runRush } from "./run"
import { setStage } from "./stage"

export interface RushTarget {
  store: RushResult["store"]
  /** One per server process; shoppers are spread over them. */
  urls: string[]
  admin: { email: string; password: string }
  databaseUrl: string | undefined
}

/** Sets the stage in a running store, rushes it and counts what came of it. */
export async function rushStore(
  target: RushTarget,
  { shoppers, units, locations }: { shoppers: number; units: number; locations: 1 | 2 },
  progress: Progress
): Promise<RushResult> {
  const { urls } = target
  const http = new HttpClient(Math.max(shoppers, 8))
  try {
    const { email, password } = target.admin
    const admin = await AdminApi.login(http, urls[0] as string, email, password)
    const stage = await setStage(admin, { units, locations })
    const run = await runRush(stage, { http, urls, shoppers }, progress)
    const measured = await measureWhenQuiet(admin, stage, target.databaseUrl)
    const setting = { store: target.store, shoppers, units, locations, processes: urls.length }
    return summarise(setting, run, measured)
  } finally {
    await http.close()
  }
}

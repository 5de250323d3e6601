import { AdminApi } from "../../scripts/rush/admin"
import { HttpClient } from "../../scripts/rush/http"
import { setStage, type Stage } from "../../scripts/rush/stage"
import { ADMIN } from "../../scripts/seed/accounts"
import type { StoreKind } from "../../scripts/store/projects"
import { createThrowawayDatabase } from "../../scripts/store/throwaway"
import { startStore } from "../../scripts/lib/store"
import type { BenchContext } from "../suite"

/** More than a bench can sell: we measure a quiet day, not a rush. */
const UNITS = 1_000_000

export interface BenchStore {
  kind: StoreKind
  url: string
  pid: number
  databaseUrl: string
  http: HttpClient
  stages: Stage[]
  stop(): Promise<void>
}

/** A throwaway store with products to sell. */
export async function startBenchStore(
  { server, defer, say }: BenchContext,
  kind: StoreKind,
  /** Shoppers alternate between the `stages`, so that concurrent ones want different units. */
  { connections, stages: wanted }: { connections: number; stages: number }
): Promise<BenchStore> {
  const database = await createThrowawayDatabase(server, kind, say)
  defer(() => database.drop())
  const store = await startStore({ databaseUrl: database.url, kind })
  defer(() => store.stop())
  const http = new HttpClient(connections)
  defer(() => http.close())
  const admin = await AdminApi.login(http, store.url, ADMIN.email, ADMIN.password)
  const stages: Stage[] = []
  // Sequentially: their names contain the time.
  for (let made = 0; made < wanted; made++) {
    stages.push(await setStage(admin, { units: UNITS, locations: 2 }))
  }
  const { url, pid, stop } = store
  return { kind, url, pid, databaseUrl: database.url, http, stages, stop }
}

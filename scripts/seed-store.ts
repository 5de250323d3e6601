import { DEMO_DATABASE, recreateDemoDatabase } from "./demo/database"
import { ensureDrops } from "./demo/drops"
import { seedShoppers } from "./demo/shoppers"
import { openDatabaseServer } from "./lib/database"
import { runCommand, type Defer } from "./lib/run"
import { startStore } from "./lib/store"
import { AdminApi } from "./rush/admin"
import { HttpClient } from "./rush/http"
import { ADMIN } from "./seed/accounts"
import { execHere } from "./store/exec-here"

const LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

/**
 * `npm run seed` fills the store of `DATABASE_URL`, or else the demo's. With `-- --reset` it
 * recreates the demo's database, with users, drops, holds and purchases, also while a demo runs.
 */
async function main(defer: Defer): Promise<number> {
  const args = process.argv.slice(2)
  if (!args.includes("--reset")) return execHere("scripts/seed.ts", args, defer)
  refuseOutsideDevelopment()
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  const server = await openDatabaseServer()
  defer(() => server.close())
  say(`Recreating the database ${DEMO_DATABASE}.`)
  const databaseUrl = await recreateDemoDatabase(server, say)
  say("Seeding drops, holds and purchases.")
  const store = await startStore({ databaseUrl, kind: "holdfast" })
  defer(() => store.stop())
  const http = new HttpClient(4)
  defer(() => http.close())
  const admin = await AdminApi.login(http, store.url, ADMIN.email, ADMIN.password)
  const drops = await ensureDrops(admin)
  const { holds, purchases } = await seedShoppers(admin, http, databaseUrl, drops.live.id)
  for (const drop of [drops.live, drops.scheduled]) say(`${drop.state}: ${drop.name} (${drop.id})`)
  say(`${holds} hold(s) and ${purchases} purchases in the live one.`)
  return 0
}

/** `--reset` deletes everything, which must not happen to a real shop. */
function refuseOutsideDevelopment(): void {
  const { NODE_ENV, DATABASE_URL } = process.env
  if (NODE_ENV && !["development", "test"].includes(NODE_ENV)) {
    throw new Error(`--reset deletes data: it needs NODE_ENV=development, not ${NODE_ENV}.`)
  }
  const host = DATABASE_URL && new URL(DATABASE_URL).hostname
  if (host && !LOCAL_HOSTS.includes(host)) {
    throw new Error(`--reset only works on a local PostgreSQL, and DATABASE_URL names ${host}.`)
  }
}

void runCommand(main)

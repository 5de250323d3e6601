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

const LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]", ""]

/**
 * `npm run seed`: fills the store that `DATABASE_URL` names, or else the demo's. `npm run seed --
 * --reset`: makes the demo's database anew, with users, drops, holds and purchases; a demo that
 * runs goes on with it.
 */
async function main(defer: Defer): Promise<number> {
  const args = process.argv.slice(2)
  if (!args.includes("--reset")) return execHere("scripts/seed.ts", args, defer)
  refuseOutsideDevelopment()
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  const server = await openDatabaseServer()
  defer(() => server.close())
  say(`Making the database ${DEMO_DATABASE} anew.`)
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

/** Everything in it is lost: that must be nobody's shop. */
function refuseOutsideDevelopment(): void {
  if (
    process.env.NODE_ENV &&
    process.env.NODE_ENV !== "development" &&
    process.env.NODE_ENV !== "test"
  ) {
    throw new Error(
      `--reset deletes the demo's data and runs in development only; NODE_ENV is ${process.env.NODE_ENV}.`
    )
  }
  const url = process.env.DATABASE_URL
  if (url && !LOCAL_HOSTS.includes(new URL(url).hostname)) {
    throw new Error(
      `--reset only touches a PostgreSQL on this machine; DATABASE_URL names ${new URL(url).hostname}.`
    )
  }
}

void runCommand(main)

import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { Client } from "pg"
import { spawnMedusa } from "../../store/medusa-cli"
import type { AdminApi } from "../admin"
import { readMedusa, untilQuiet, type Measurement } from "../measure"
import type { Stage } from "../stage"

/** What the store's own rows say of a drop. */
export interface DropMeasurement extends Omit<Measurement, "ledger"> {
  /** Units of holds that are active, by their rows. */
  active: number
  /** Units of holds that became part of orders. */
  consumed: number
  /** What the pool's counter says is held. */
  held: number
  /** What the pool has left, held units included. */
  poolQuantity: number
}

/** Measures until every order is settled, or the time is up. */
export function measureDropWhenQuiet(
  admin: AdminApi,
  stage: Stage,
  drop: { id: string; units: number; databaseUrl: string }
): Promise<DropMeasurement> {
  return untilQuiet(
    async () => {
      const medusa = await readMedusa(admin, stage)
      const pool = await readPool(drop.databaseUrl, drop.id)
      const drift =
        medusa.drift +
        Math.abs(pool.held - pool.active) +
        Math.abs(drop.units - pool.poolQuantity - pool.consumed)
      return { ...medusa, ...pool, drift }
    },
    (seen) => seen.drift === 0 && seen.consumed === seen.unitsOrdered
  )
}

type PoolRow = Pick<DropMeasurement, "active" | "consumed" | "held" | "poolQuantity">

async function readPool(databaseUrl: string, dropId: string): Promise<PoolRow> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<PoolRow>(
      `select p.held::float8 as held, p.quantity::float8 as "poolQuantity",
         coalesce(sum(h.quantity) filter (where h.status = 'active'), 0)::float8 as active,
         coalesce(sum(h.quantity) filter (where h.status = 'consumed'), 0)::float8 as consumed
       from holdfast_pool p left join holdfast_hold h on h.pool_id = p.id
       where p.owner_type = 'drop' and p.owner_id = $1 group by p.id`,
      [dropId]
    )
    const [row] = rows
    if (!row) throw new Error(`Drop ${dropId} has no pool in the database that was named.`)
    return row
  } finally {
    await client.end()
  }
}

/** Differences that `npm run reconcile` finds in the whole store. */
export async function countFindings(databaseUrl: string): Promise<number> {
  const script = "./src/scripts/reconcile.ts"
  const name = `rush-reconcile-${Date.now()}`
  const { child, logFile } = spawnMedusa("holdfast", ["exec", script], name, {
    DATABASE_URL: databaseUrl,
  })
  await once(child, "exit")
  const log = await readFile(logFile, "utf8")
  if (!log.includes("holdfast reconcile:")) {
    throw new Error(`reconcile said nothing; read ${logFile}.`)
  }
  return [...log.matchAll(/holdfast reconcile: \w+_\w+: /g)].length
}

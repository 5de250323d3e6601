import { existsSync, readdirSync } from "node:fs"
import path from "node:path"
import { Pool } from "pg"
import { openDatabaseServer, type DatabaseServer } from "../../scripts/lib/database"
import { PROJECT_ROOT } from "../../scripts/lib/paths"
import { runMedusa } from "../../scripts/store/medusa-cli"
import { migrate } from "../../scripts/store/templates"
import { createThrowawayDatabase, type ThrowawayDatabase } from "../../scripts/store/throwaway"

const MODULES = path.join(PROJECT_ROOT, "src", "modules")

/** Folder → how many migrations it has. */
const migrations = new Map(
  readdirSync(MODULES).map((name) => {
    const folder = path.join(MODULES, name, "migrations")
    const files = existsSync(folder) ? readdirSync(folder) : []
    return [name, files.filter((file) => file.endsWith(".ts")).length]
  })
)

let server: DatabaseServer
let database: ThrowawayDatabase
let db: Pool

beforeAll(async () => {
  server = await openDatabaseServer()
  database = await createThrowawayDatabase(server, "holdfast")
  db = new Pool({ connectionString: database.url, max: 1 })
  db.on("error", () => undefined)
})

afterAll(async () => {
  await db?.end()
  await database?.drop()
  await server?.close()
})

/** Our whole schema, down to each check, index and trigger. */
async function readSchema(): Promise<string[]> {
  const { rows } = await db.query<{ line: string }>(
    `with ours as (select oid, relname, relkind from pg_class where starts_with(relname, 'holdfast_') and relkind in ('r', 'S'))
     select format('relation %s %s', relkind, relname) as line from ours
     union all select format('column %s.%s %s %s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
         pg_get_expr(d.adbin, d.adrelid))
       from ours c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum where c.relkind = 'r'
     union all select format('constraint %s.%s %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
       from ours c join pg_constraint k on k.conrelid = c.oid
     union all select 'index ' || indexdef from pg_indexes where starts_with(tablename, 'holdfast_')
     union all select format('trigger %s', pg_get_triggerdef(t.oid))
       from ours c join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal
     union all select format('function %s', pg_get_functiondef(oid)) from pg_proc where starts_with(proname, 'holdfast_')
     order by 1`
  )
  return rows.map((row) => row.line)
}

it("every Holdfast module migrates up, down to nothing, and up again to the same schema", async () => {
  const up = await readSchema()
  expect(up.length).toBeGreaterThan(100)
  const names = [...migrations].filter(([, count]) => count > 0).map(([name]) => `holdfast_${name}`)
  expect(names).toEqual(expect.arrayContaining(["holdfast_drops", "holdfast_ledger"]))
  // One call reverts the latest migration of each.
  for (let call = 0; call < Math.max(...migrations.values()); call++) {
    await runMedusa("holdfast", ["db:rollback", ...names], { DATABASE_URL: database.url })
  }
  expect(await readSchema()).toEqual([])
  await migrate("holdfast", database.url)
  expect(await readSchema()).toEqual(up)
})

import type { DatabaseServer } from "../lib/database"
import { createStoreDatabase, migrate, templateName } from "../store/templates"

export const DEMO_DATABASE = "holdfast_demo"

type Report = (line: string) => void

/** Opens the demo's database, which is kept between runs. Returns its connection string. */
export async function openDemoDatabase(
  server: DatabaseServer,
  { fresh }: { fresh: boolean },
  report: Report
): Promise<string> {
  if (!(await server.tryLock(DEMO_DATABASE))) {
    throw new Error("A demo is already running on this database; stop it first.")
  }
  if (fresh) await server.drop(DEMO_DATABASE)
  if (!(await server.exists(DEMO_DATABASE))) return recreateDemoDatabase(server, report)
  const url = server.url(DEMO_DATABASE)
  if ((await storedTemplate(server)) !== templateName("holdfast")) {
    report("Migrating the demo's database from an older version (--fresh starts over).")
    await migrate("holdfast", url)
    await storeTemplate(server)
  }
  return url
}

/** Recreates the demo's database; a demo that runs on it reconnects by itself. */
export async function recreateDemoDatabase(
  server: DatabaseServer,
  report: Report
): Promise<string> {
  await server.drop(DEMO_DATABASE)
  const url = await createStoreDatabase(server, "holdfast", DEMO_DATABASE, report)
  await storeTemplate(server)
  return url
}

/** The template's name identifies the version of the schema. */
async function storeTemplate(server: DatabaseServer): Promise<void> {
  await server.query(`comment on database ${DEMO_DATABASE} is '${templateName("holdfast")}'`)
}

async function storedTemplate(server: DatabaseServer): Promise<string | null | undefined> {
  const [row] = await server.query<{ comment: string | null }>(
    "select shobj_description(oid, 'pg_database') as comment from pg_database where datname = $1",
    [DEMO_DATABASE]
  )
  return row?.comment
}

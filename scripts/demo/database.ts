import type { DatabaseServer } from "../lib/database"
import { runMedusa } from "../store/medusa-cli"
import { createStoreDatabase, templateName } from "../store/templates"

const NAME = "holdfast_demo"

type Report = (line: string) => void

/** The demo's database, which is kept between runs. Returns its connection string. */
export async function openDemoDatabase(
  server: DatabaseServer,
  { fresh }: { fresh: boolean },
  report: Report
): Promise<string> {
  if (!(await server.tryLock(NAME))) {
    throw new Error("A demo runs already on this database: two stores would share it unaware.")
  }
  if (fresh) await server.drop(NAME)
  if (!(await server.exists(NAME))) {
    const url = await createStoreDatabase(server, "holdfast", NAME, report)
    await noteTemplate(server)
    return url
  }
  const url = server.url(NAME)
  if ((await notedTemplate(server)) !== templateName("holdfast")) {
    report("The demo's database is of an older version: migrating it (--fresh starts over).")
    await runMedusa("holdfast", ["db:migrate", "--execute-all-links"], { DATABASE_URL: url })
    await noteTemplate(server)
  }
  return url
}

/** The template's name tells the version of the schema. */
async function noteTemplate(server: DatabaseServer): Promise<void> {
  await server.query(`comment on database ${NAME} is '${templateName("holdfast")}'`)
}

async function notedTemplate(server: DatabaseServer): Promise<string | null | undefined> {
  const [row] = await server.query<{ comment: string | null }>(
    "select shobj_description(oid, 'pg_database') as comment from pg_database where datname = $1",
    [NAME]
  )
  return row?.comment
}

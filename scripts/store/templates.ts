import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import path from "node:path"
import type { DatabaseServer } from "../lib/database"
import { PROJECT_ROOT } from "../lib/paths"
import { runMedusa } from "./medusa-cli"
import { medusaVersion, type StoreKind } from "./projects"

/**
 * Medusa's migrations take long, so a store's database is a copy of a template that is built once
 * per content. The `holdfast` template grows out of the `stock` one, as a plugin does that is added
 * to a store in use.
 */
const STOCK_SOURCES = ["scripts/seed.ts", "scripts/seed", "scripts/store/templates.ts"]
const PLUGIN_SOURCES = ["src/modules", "src/links"]

type Report = (line: string) => void

/** Makes a database with a migrated and seeded store in it, and returns its connection string. */
export async function createStoreDatabase(
  server: DatabaseServer,
  kind: StoreKind,
  name: string,
  report: Report
): Promise<string> {
  // A template cannot be copied while it is being replaced, nor twice at a time.
  return server.exclusively("holdfast templates", async () => {
    const template = await ensureTemplate(server, kind, report)
    return server.create(name, { template })
  })
}

async function ensureTemplate(
  server: DatabaseServer,
  kind: StoreKind,
  report: Report
): Promise<string> {
  const name = templateName(kind)
  if (await server.exists(name)) return name
  const base = kind === "stock" ? undefined : await ensureTemplate(server, "stock", report)

  const half = `${name}_half`
  await server.drop(half)
  const databaseUrl = await server.create(half, { template: base })
  report(`Migrating the ${kind} template database (once; later runs copy it).`)
  await migrate(kind, databaseUrl)
  if (kind === "stock") {
    report("Seeding it.")
    const seed = path.join(PROJECT_ROOT, "scripts", "seed.ts")
    await runMedusa(kind, ["exec", seed], { DATABASE_URL: databaseUrl })
  }
  await server.rename(half, name)
  await dropOldTemplates(server, kind, name)
  return name
}

export async function migrate(kind: StoreKind, databaseUrl: string): Promise<void> {
  await runMedusa(kind, ["db:migrate", "--execute-all-links"], {
    DATABASE_URL: databaseUrl,
    // Its table comes with its own migrations, and a store may be started with any provider.
    LOCK_PROVIDER: "postgres",
  })
}

async function dropOldTemplates(server: DatabaseServer, kind: StoreKind, current: string) {
  const all = await server.query<{ datname: string }>(
    "select datname from pg_database where starts_with(datname, $1) and datname <> $2",
    [templatePrefix(kind), current]
  )
  for (const { datname } of all) await server.drop(datname)
}

function templatePrefix(kind: StoreKind): string {
  return `holdfast_template_${kind}_`
}

/**
 * The name carries what the content is made of, so that a changed migration or seed makes a new
 * template.
 */
export function templateName(kind: StoreKind): string {
  const hash = createHash("sha256").update(medusaVersion())
  for (const source of STOCK_SOURCES) hashInto(hash, source, () => true)
  if (kind === "holdfast") {
    const isSchema = (file: string) => file.includes("/migrations/") || file.startsWith("src/links")
    for (const source of PLUGIN_SOURCES) hashInto(hash, source, isSchema)
  }
  return `${templatePrefix(kind)}${hash.digest("hex").slice(0, 12)}`
}

function hashInto(
  hash: ReturnType<typeof createHash>,
  relative: string,
  wanted: (file: string) => boolean
): void {
  const absolute = path.join(PROJECT_ROOT, relative)
  if (!existsSync(absolute)) return
  if (statSync(absolute).isDirectory()) {
    for (const entry of readdirSync(absolute).sort()) hashInto(hash, `${relative}/${entry}`, wanted)
    return
  }
  if (wanted(relative)) hash.update(relative).update(readFileSync(absolute))
}

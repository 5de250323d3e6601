import { readdirSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import type { Migration } from "@medusajs/framework/mikro-orm/migrations"
import { PROJECT_ROOT } from "./paths"

type MigrationClass = new () => Pick<Migration, "up" | "getQueries">

/** The statements of all migrations of one of our modules, in order. */
export async function migrationStatements(module: string): Promise<string[]> {
  // `require` compiles TypeScript through ts-node; a dynamic `import()` would not.
  const load = typeof jest === "undefined" ? createRequire(__filename) : require
  const folder = path.join(PROJECT_ROOT, "src/modules", module, "migrations")
  const statements: string[] = []
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".ts")) continue
    const exported = load(path.join(folder, file)) as Record<string, MigrationClass>
    for (const Class of Object.values(exported)) {
      // Our migrations only collect statements, so they need no driver and no config.
      const migration = new Class()
      await migration.up()
      statements.push(...migration.getQueries().map(String))
    }
  }
  return statements
}

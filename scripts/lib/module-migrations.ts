import { readdirSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import type { Migration } from "@medusajs/framework/mikro-orm/migrations"
import { PROJECT_ROOT } from "./paths"

type MigrationClass = new () => Pick<Migration, "up" | "getQueries">

/**
 * The statements that make the tables of one of our modules, of all its migrations in their order.
 */
export async function migrationStatements(module: string): Promise<string[]> {
  // ts-node compiles what is required; a dynamic import would ask Node itself for the file.
  const load = typeof jest === "undefined" ? createRequire(__filename) : require
  const folder = path.join(PROJECT_ROOT, "src/modules", module, "migrations")
  const statements: string[] = []
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(".ts")) continue
    const exported = load(path.join(folder, file)) as Record<string, MigrationClass>
    for (const Class of Object.values(exported)) {
      // Ours only collect statements, so they need neither of the two things that a migrator hands
      // them.
      const migration = new Class()
      await migration.up()
      statements.push(...migration.getQueries().map(String))
    }
  }
  return statements
}

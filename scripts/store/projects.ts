import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import path from "node:path"
import { PROJECT_ROOT, stateFolder } from "../lib/paths"

/** `holdfast`: this repository as a store. `stock`: the same store without the plugin. */
export type StoreKind = "holdfast" | "stock"

/** One of the two, or a store in a folder of its own. */
export type Project = StoreKind | { name: string; folder: string }

export const projectName = (project: Project): string =>
  typeof project === "string" ? project : project.name

/** The folder of a Medusa project; the stock one is generated on demand. */
export function projectFolder(project: Project): string {
  if (typeof project !== "string") return project.folder
  return project === "holdfast" ? PROJECT_ROOT : stockProject()
}

export function medusaVersion(): string {
  const file = path.join(PROJECT_ROOT, "node_modules", "@medusajs", "medusa", "package.json")
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version
}

function stockProject(): string {
  const folder = stateFolder("stock-store")
  mkdirSync(path.join(folder, "src"), { recursive: true })
  const modules = path.join(folder, "node_modules")
  if (!existsSync(modules)) symlinkSync(path.join(PROJECT_ROOT, "node_modules"), modules, "dir")
  writeChanged(
    path.join(folder, "package.json"),
    json({
      name: "stock-store",
      private: true,
      dependencies: { "@medusajs/medusa": medusaVersion() },
    })
  )
  writeChanged(path.join(folder, "tsconfig.json"), json({ extends: "../../tsconfig.json" }))
  writeChanged(path.join(folder, "medusa-config.ts"), STOCK_CONFIG)
  return folder
}

const STOCK_CONFIG = `import { defineConfig } from "@medusajs/framework/utils"
import { baseConfig } from "../../scripts/store/base-config"

module.exports = defineConfig(baseConfig())
`

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** Another store may be reading these files right now. */
function writeChanged(file: string, text: string): void {
  if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text)
}

import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import path from "node:path"
import { DEMO_JWT_SECRET } from "../../../scripts/store/base-config"
import type { Project } from "../../../scripts/store/projects"
import type { Scratch } from "./scratch"

/** What a host sets in production, where there is no `.env`. */
export const SECRETS = { JWT_SECRET: DEMO_JWT_SECRET, COOKIE_SECRET: "a-cookie-secret" }

/** The scripts of the installed plugin, as a merchant names them. */
export const pluginScript = (name: string): string =>
  `./node_modules/medusa-plugin-holdfast/.medusa/server/src/scripts/${name}.js`

/**
 * Another store beside the guide's, with the same packages: its files are copied, to be changed.
 */
export function copyStore(scratch: Scratch, name: string): Exclude<Project, string> {
  const folder = path.join(scratch.folder, name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  for (const entry of readdirSync(scratch.store)) {
    if (["node_modules", ".medusa", "src"].includes(entry)) continue
    cpSync(path.join(scratch.store, entry), path.join(folder, entry), { recursive: true })
  }
  mkdirSync(path.join(folder, "src"))
  symlinkSync(path.join(scratch.store, "node_modules"), path.join(folder, "node_modules"), "dir")
  return { name, folder }
}

/** Replaces the `plugins` of a store's config, and disables the dashboard to save time. */
export function setPlugins(
  { folder }: { folder: string },
  change = (plugins: string) => plugins
): void {
  const file = path.join(folder, "medusa-config.ts")
  const before = readFileSync(file, "utf8")
  const after = before.replace(
    /^ {2}plugins: \[.*\],\n(?=\}\))/ms,
    (plugins) => `  admin: { disable: true },\n${change(plugins)}`
  )
  if (after === before) throw new Error(`There are no plugins in ${file}.`)
  writeFileSync(file, after)
}

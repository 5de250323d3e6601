import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs"
import path from "node:path"
import { DEMO_JWT_SECRET } from "../../../scripts/store/base-config"
import type { Project } from "../../../scripts/store/projects"
import type { Scratch } from "./scratch"

/** What a host sets in production, where there is no `.env`. */
export const SECRETS = { JWT_SECRET: DEMO_JWT_SECRET, COOKIE_SECRET: "a-cookie-secret" }

/** The scripts of the installed plugin, as a merchant names them. */
export const pluginScript = (name: string): string =>
  `./node_modules/medusa-plugin-holdfast/.medusa/server/src/scripts/${name}.js`

/** Another store beside the guide's, with the same packages: its files are copied, to be changed. */
export function copyStore(scratch: Scratch, name: string): Exclude<Project, string> {
  const folder = path.join(scratch.folder, name)
  mkdirSync(folder)
  for (const entry of readdirSync(scratch.store)) {
    if (["node_modules", ".medusa", "src"].includes(entry)) continue
    cpSync(path.join(scratch.store, entry), path.join(folder, entry), { recursive: true })
  }
  mkdirSync(path.join(folder, "src"))
  symlinkSync(path.join(scratch.store, "node_modules"), path.join(folder, "node_modules"), "dir")
  return { name, folder }
}

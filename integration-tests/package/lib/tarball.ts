import { cpSync, mkdirSync, symlinkSync } from "node:fs"
import path from "node:path"
import { PROJECT_ROOT } from "../../../scripts/lib/paths"
import { shell } from "./shell"

/** The package's sources, copied because a build clears `.medusa`, which others may use. */
const SOURCES = [
  ".gitignore",
  "CHANGELOG.md",
  "LICENSE",
  "README.md",
  "package.json",
  "src",
  "tsconfig.json",
]

export interface Tarball {
  file: string
  /** Paths inside the package. */
  files: string[]
  /** The folder in which it was built. */
  built: string
}

/** Builds and packs the plugin as publishing does. */
export async function packPlugin(folder: string): Promise<Tarball> {
  const built = path.join(folder, "plugin")
  mkdirSync(built)
  for (const source of SOURCES) {
    cpSync(path.join(PROJECT_ROOT, source), path.join(built, source), { recursive: true })
  }
  symlinkSync(path.join(PROJECT_ROOT, "node_modules"), path.join(built, "node_modules"), "dir")
  await shell("npm run build", built)
  const { output } = await shell("npm pack --json --ignore-scripts 2>/dev/null", built)
  const [packed] = JSON.parse(output) as { filename: string; files: { path: string }[] }[]
  if (!packed) throw new Error(`npm pack said nothing of a package:\n${output}`)
  return {
    file: path.join(built, packed.filename),
    files: packed.files.map((file) => file.path),
    built,
  }
}

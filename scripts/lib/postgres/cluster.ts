import { spawn, spawnSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import getPort from "get-port"
import { Client } from "pg"
import { stateFolder } from "../paths"
import { waitFor } from "../wait"
import { locateInstallation, own, type Installation } from "./binaries"

const START_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 30_000
/**
 * How long a server that is named in `postmaster.pid` may take to answer before we call that file
 * stale.
 */
const ADOPT_TIMEOUT_MS = 20_000

/**
 * Several stores with a connection pool each share this cluster. Durability stays as PostgreSQL
 * ships it, so that what is measured here is what a real server would do.
 */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "300",
  shared_buffers: "256MB",
  max_wal_size: "2GB",
  log_min_messages: "warning",
  log_min_error_statement: "panic",
}

const PASSWORD_FILE = "password"

export interface Cluster {
  /** With the database `postgres` as its path. */
  url: string
  pid: number
  stop(): Promise<void>
}

/** Starts the cluster, or takes over the one that a killed keeper left running. */
export async function startCluster(log: (line: string) => void): Promise<Cluster> {
  const installation = locateInstallation()
  const data = path.join(installation.home, `data-${installation.major}`)
  const password = readPassword(installation)
  const running = await adopt(data, password, log)
  if (running) return cluster(data, running.pid, urlFor(running.port, password))

  if (!existsSync(path.join(data, "PG_VERSION"))) initialise(installation, data, log)
  const port = await getPort()
  const url = urlFor(port, password)
  const pid = await launch(installation, data, port, url)
  log(`PostgreSQL ${pid} listens on port ${port}.`)
  return cluster(data, pid, url)
}

function cluster(data: string, pid: number, url: string): Cluster {
  return {
    url,
    pid,
    async stop() {
      // "Fast shutdown": open sessions are ended, nothing is lost.
      signal(pid, "SIGINT")
      const pidFile = path.join(data, "postmaster.pid")
      await waitFor(async () => !existsSync(pidFile) || !isAlive(pid), {
        timeoutMs: STOP_TIMEOUT_MS,
        what: "PostgreSQL to stop",
      })
    },
  }
}

function urlFor(port: number, password: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
}

/**
 * A password of its own, because a superuser of PostgreSQL can run programs as the user who owns
 * the cluster.
 */
function readPassword({ home, runAs }: Installation): string {
  const file = path.join(home, PASSWORD_FILE)
  if (!existsSync(file)) {
    writeFileSync(file, randomBytes(16).toString("hex"), { mode: 0o600 })
    own(file, runAs)
  }
  return readFileSync(file, "utf8").trim()
}

function initialise(
  { initdb, runAs, home }: Installation,
  data: string,
  log: (line: string) => void
): void {
  log(`Creating the database cluster in ${data}.`)
  // A half made cluster of a killed run must not be mistaken for a whole one.
  const half = `${data}.new`
  rmSync(half, { recursive: true, force: true })
  rmSync(data, { recursive: true, force: true })
  const result = spawnSync(
    initdb,
    [
      `--pgdata=${half}`,
      "--username=postgres",
      `--pwfile=${path.join(home, PASSWORD_FILE)}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--no-instructions",
    ],
    { ...runAs, cwd: home, encoding: "utf8" }
  )
  if (result.status !== 0) {
    throw new Error(`initdb failed (${result.status}): ${result.stderr || result.error?.message}`)
  }
  renameSync(half, data)
}

async function launch(
  { postgres, runAs, home }: Installation,
  data: string,
  port: number,
  url: string
): Promise<number> {
  const logFile = path.join(stateFolder("logs"), "postgres.log")
  const output = openSync(logFile, "a")
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`])
  const child = spawn(postgres, ["-D", data, "-p", String(port), ...settings], {
    ...runAs,
    cwd: home,
    // A session of its own: Ctrl-C in a terminal is for the command, which then lets go of the
    // cluster.
    detached: true,
    stdio: ["ignore", output, output],
  })
  child.unref()
  let ended = false
  child.once("exit", () => (ended = true))
  child.once("error", () => (ended = true))
  await waitFor(
    async () => {
      if (ended) throw new Error(`PostgreSQL ended while it was starting. Read ${logFile}.`)
      return answers(url)
    },
    { timeoutMs: START_TIMEOUT_MS, what: `PostgreSQL to start (its log: ${logFile})` }
  )
  return child.pid as number
}

async function adopt(data: string, password: string, log: (line: string) => void) {
  const pidFile = path.join(data, "postmaster.pid")
  const found = await waitFor(
    async () => {
      const named = readPidFile(pidFile)
      if (!named || !isAlive(named.pid)) return { running: undefined }
      return (await answers(urlFor(named.port, password), data)) && { running: named }
    },
    { timeoutMs: ADOPT_TIMEOUT_MS, what: `the PostgreSQL named in ${pidFile}` }
  ).catch(() => ({ running: undefined }))
  if (found.running) {
    log(`Took over PostgreSQL ${found.running.pid} on port ${found.running.port}.`)
    return found.running
  }
  // After a power cut or in a copied folder the number may belong to any other program by now.
  rmSync(pidFile, { force: true })
  return undefined
}

/** `postmaster.pid`: process id, data directory, start time, port, … one per line. */
function readPidFile(file: string): { pid: number; port: number } | undefined {
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, "utf8").split("\n")
  const pid = Number(lines[0])
  const port = Number(lines[3])
  return pid > 0 && port > 0 ? { pid, port } : undefined
}

/**
 * Whether a server answers there, and (if asked) whether it is the one that serves this data
 * directory.
 */
async function answers(url: string, data?: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on("error", () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>("show data_directory")
    return data === undefined || rows[0]?.data_directory === data
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It is gone already.
  }
}

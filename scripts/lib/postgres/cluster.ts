import { spawn, spawnSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import {
  existsSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import path from "node:path"
import getPort from "get-port"
import type { Client } from "pg"
import { connect } from "../client"
import { stateFolder } from "../paths"
import { locateInstallation, own } from "./binaries"

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

export const LOG_FILE = path.join(stateFolder("logs"), "postgres.log")

/** The cluster of this checkout, whether it runs or not. */
export function theCluster() {
  const { initdb, postgres, runAs, home, major } = locateInstallation()
  const data = path.join(home, `data-${major}`)
  const passwordFile = path.join(home, "password")
  const pidFile = path.join(data, "postmaster.pid")
  if (!existsSync(passwordFile)) makePassword(passwordFile, runAs)
  const password = readFileSync(passwordFile, "utf8").trim()

  /** `postmaster.pid`: process id, data directory, start time, port, … one per line. */
  const running = (): { pid: number; url: string } | undefined => {
    if (!existsSync(pidFile)) return undefined
    const lines = readFileSync(pidFile, "utf8").split("\n")
    const [pid, port] = [Number(lines[0]), Number(lines[3])]
    if (!(pid > 0 && port > 0) || !isAlive(pid)) return undefined
    return { pid, url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres` }
  }

  return {
    running,
    /** A connection and its address, if the server runs and it is this cluster's. */
    async visit(): Promise<{ client: Client; url: string } | undefined> {
      const found = running()
      const client = found && (await connect(found.url, 2_000).catch(() => undefined))
      if (!client) return undefined
      const { rows } = await client.query<{ data_directory: string }>("show data_directory")
      if (rows[0]?.data_directory === data) return { client, url: found.url }
      await client.end()
      return undefined
    },
    /** After a power cut the number in it may belong to any other program. */
    forgetPid: () => rmSync(pidFile, { force: true }),
    /** Starts the server, which refuses where another one serves the same data. */
    async launch() {
      if (!existsSync(path.join(data, "PG_VERSION"))) initialise()
      const port = await getPort()
      const settings = Object.entries(SETTINGS).flatMap(([key, value]) => ["-c", `${key}=${value}`])
      const output = openSync(LOG_FILE, "a")
      return spawn(postgres, ["-D", data, "-p", String(port), ...settings], {
        ...runAs,
        cwd: home,
        // A session of its own: Ctrl-C in a terminal is for the command.
        detached: true,
        stdio: ["ignore", output, output],
      })
    },
  }

  function initialise(): void {
    // A half made cluster of a killed run must not be mistaken for a whole one.
    const half = `${data}.${process.pid}`
    const settings = ["--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8"]
    const { status, stderr, error } = spawnSync(
      initdb,
      [
        `--pgdata=${half}`,
        `--pwfile=${passwordFile}`,
        ...settings,
        "--locale=C",
        "--no-instructions",
      ],
      { ...runAs, cwd: home, encoding: "utf8" }
    )
    if (status !== 0) throw new Error(`initdb failed (${status}): ${stderr || error?.message}`)
    try {
      renameSync(half, data)
    } catch {
      // Another keeper was faster; its cluster is as good.
      rmSync(half, { recursive: true, force: true })
    }
  }
}

/** A superuser of PostgreSQL can run programs as the user who owns the cluster. */
function makePassword(file: string, owner: Parameters<typeof own>[1]): void {
  const half = `${file}.${process.pid}`
  writeFileSync(half, randomBytes(16).toString("hex"), { mode: 0o600 })
  own(half, owner)
  try {
    linkSync(half, file)
  } catch {
    // Of two commands that start at once, the first one's stays.
  }
  rmSync(half)
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}

import { spawnSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import * as fs from "node:fs"
import path from "node:path"
import getPort from "get-port"
import type { Client } from "pg"
import { connect } from "../client"
import { stateFolder } from "../paths"
import { locateInstallation, own } from "./binaries"

/** Durability keeps PostgreSQL's defaults, so that figures are those of a real server. */
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
  const { program, runAs, home, major } = locateInstallation()
  const data = path.join(home, `data-${major}`)
  const passwordFile = path.join(home, "password")
  const pidFile = path.join(data, "postmaster.pid")
  const password = readOrMakePassword(passwordFile, runAs)

  const run = (name: "initdb" | "pg_ctl", args: string[]): boolean => {
    const output = fs.openSync(LOG_FILE, "a")
    const { status, error } = spawnSync(program(name), args, {
      ...runAs,
      cwd: home,
      stdio: ["ignore", output, output],
    })
    fs.closeSync(output)
    if (error) throw error
    return status === 0
  }

  /** `postmaster.pid` has one value per line: process id, data directory, start time, port, … */
  const running = (): { pid: number; port: number } | undefined => {
    if (!fs.existsSync(pidFile)) return undefined
    const lines = fs.readFileSync(pidFile, "utf8").split("\n").map(Number)
    const [pid = 0, , , port = 0] = lines
    return pid > 0 && port > 0 && isAlive(pid) ? { pid, port } : undefined
  }

  return {
    pid: () => running()?.pid,
    /** A connection and its address, if the server runs and serves this cluster. */
    async visit(): Promise<{ client: Client; url: string } | undefined> {
      const found = running()
      const url = `postgres://postgres:${password}@127.0.0.1:${found?.port}/postgres`
      const client = found && (await connect(url, 2_000).catch(() => undefined))
      if (!client) return undefined
      const { rows } = await client.query<{ data_directory: string }>("show data_directory")
      if (rows[0]?.data_directory === data) return { client, url }
      await client.end()
      return undefined
    },
    forgetPid: () => fs.rmSync(pidFile, { force: true }),
    /** Returns false also if another process has started a server on the same data. */
    async start(): Promise<boolean> {
      if (!fs.existsSync(path.join(data, "PG_VERSION"))) initialise()
      const settings = Object.entries({ ...SETTINGS, port: await getPort() })
      const options = settings.map(([key, value]) => `-c ${key}=${value}`).join(" ")
      return run("pg_ctl", ["start", "-D", data, "-o", options])
    },
    /** A fast shutdown ends open sessions and loses nothing. */
    stop: () => run("pg_ctl", ["stop", "-D", data, "-m", "fast"]),
  }

  function initialise(): void {
    // Renamed once complete: a killed run must not leave half a cluster behind.
    const half = `${data}.${process.pid}`
    const settings = [
      "--username=postgres",
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
    ]
    if (!run("initdb", [`--pgdata=${half}`, `--pwfile=${passwordFile}`, ...settings])) {
      throw new Error("initdb failed.")
    }
    try {
      fs.renameSync(half, data)
    } catch {
      fs.rmSync(half, { recursive: true, force: true }) // another keeper was faster
    }
  }
}

/** A superuser of PostgreSQL can run programs as the cluster's owner, so it needs a password. */
function readOrMakePassword(file: string, owner: Parameters<typeof own>[1]): string {
  if (!fs.existsSync(file)) {
    const half = `${file}.${process.pid}`
    fs.writeFileSync(half, randomBytes(16).toString("hex"), { mode: 0o600 })
    try {
      fs.linkSync(own(half, owner), file)
    } catch {
      // Another command was faster: its password counts.
    }
    fs.rmSync(half)
  }
  return fs.readFileSync(file, "utf8").trim()
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false // or another user's, and therefore not our server
  }
}

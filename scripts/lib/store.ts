import type { ChildProcess } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import getPort from "get-port"
import { request } from "undici"
import type { HoldfastOptionsInput } from "../../src/contracts/options"
import { lastError, spawnMedusa, type Environment } from "../store/medusa-cli"
import { projectName, type Project, type StoreKind } from "../store/projects"
import { waitFor } from "./wait"

const FIRST_PORT = 9000
const PORTS = 2_000
const BOOT_TIMEOUT_MS = 180_000
const STOP_TIMEOUT_MS = 10_000
/** Two commands may pick the same free port at once. */
const PORT_ATTEMPTS = 3

export interface StoreSettings {
  databaseUrl: string
  kind: StoreKind
  /** Default: the project of that kind. */
  project?: Project
  /** Default: a free port from 9000. */
  port?: number
  /** The plugin's options. */
  options?: HoldfastOptionsInput
  lock?: "memory" | "postgres" | "redis"
  env?: Environment
  /** A file that Node loads into the store's process first. */
  preload?: string
}

export interface Store {
  url: string
  port: number
  pid: number
  logFile: string
  /** Settles when the process has ended, for whatever reason. */
  ended: Promise<unknown>
  /** SIGTERM, then SIGKILL after a timeout. */
  stop(): Promise<void>
  /** SIGKILL: simulates a crash. */
  kill(): Promise<void>
}

/** Starts `medusa start` in a process of its own and waits until it is healthy. */
export async function startStore(settings: StoreSettings): Promise<Store> {
  for (let attempt = 1; ; attempt++) {
    const port = settings.port ?? (await freePort())
    const store = spawnStore(settings, port)
    try {
      await untilHealthy(store)
      return store
    } catch (error) {
      await store.kill()
      const lostThePort = error instanceof PortTaken && settings.port === undefined
      if (!lostThePort || attempt === PORT_ATTEMPTS) throw error
    }
  }
}

class PortTaken extends Error {}

/** Starts at a random port, so that commands started together rarely pick the same one. */
async function freePort(): Promise<number> {
  const start = FIRST_PORT + Math.floor(Math.random() * PORTS)
  return getPort({ port: getPort.makeRange(start, FIRST_PORT + PORTS + 200) })
}

interface RunningStore extends Store {
  child: ChildProcess
}

function spawnStore(settings: StoreSettings, port: number): RunningStore {
  const { databaseUrl, project = settings.kind, options, lock, env, preload } = settings
  const logName = `store-${projectName(project)}-${port}-${Date.now()}`
  const environment = {
    DATABASE_URL: databaseUrl,
    HOLDFAST_OPTIONS: options && JSON.stringify(options),
    LOCK_PROVIDER: lock ?? process.env.LOCK_PROVIDER,
    ...env,
  }
  const args = ["start", "-p", String(port)]
  const { child, logFile } = spawnMedusa(project, args, logName, environment, preload)
  const pid = child.pid
  if (pid === undefined) throw new Error("The store process did not start.")
  const ended = once(child, "exit")
  return {
    child,
    url: `http://localhost:${port}`,
    port,
    pid,
    logFile,
    ended,
    async stop() {
      if (hasEnded(child)) return
      signalGroup(pid, "SIGTERM")
      const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), STOP_TIMEOUT_MS)
      await ended
      clearTimeout(timer)
    },
    async kill() {
      if (hasEnded(child)) return
      signalGroup(pid, "SIGKILL")
      await ended
    },
  }
}

async function untilHealthy({ child, url, port, logFile }: RunningStore): Promise<void> {
  await waitFor(
    async () => {
      if (hasEnded(child)) throw new Error(`The store ended while starting. ${lastError(logFile)}`)
      // Medusa logs that its port is taken and keeps running, and another program may answer
      // /health.
      const log = readFileSync(logFile, "utf8")
      if (log.includes("EADDRINUSE")) {
        throw new PortTaken(`Port ${port} is taken by another program.`)
      }
      return log.includes(`Server is ready on port: ${port}`) && isHealthy(url)
    },
    { timeoutMs: BOOT_TIMEOUT_MS, what: `the store to start (its log: ${logFile})` }
  )
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${url}/health`, { headersTimeout: 5_000 })
    await body.dump()
    return statusCode === 200
  } catch {
    return false
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name)
  } catch {
    // It ended in the meantime.
  }
}

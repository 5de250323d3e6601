import { spawn } from "node:child_process"
import { once } from "node:events"
import { openSync, readFileSync } from "node:fs"
import { connect, type Socket } from "node:net"
import path from "node:path"
import { lock } from "proper-lockfile"
import { PROJECT_ROOT, stateFolder } from "../paths"
import { waitFor } from "../wait"

/** First start included, which unpacks and initialises the cluster. */
const KEEPER_TIMEOUT_MS = 120_000

export const KEEPER_FILE = path.join(stateFolder("postgres"), "keeper.json")

/**
 * What the keeper says to whoever connects; anything else is some other program on a reused port.
 */
export const GREETING = "holdfast keeper\n"

export interface KeeperAddress {
  port: number
  url: string
}

export interface Lease {
  url: string
  /** Lets go of the cluster. The last one to let go ends it, and this waits until it has ended. */
  release(): Promise<void>
}

/** Takes part in the shared cluster, which is started if nobody uses it yet. */
export async function leaseCluster(): Promise<Lease> {
  const existing = await visitKeeper()
  if (existing) return existing
  const unlock = await lock(stateFolder("postgres"), {
    lockfilePath: path.join(stateFolder(), "postgres.lock"),
    retries: { forever: true, minTimeout: 100, maxTimeout: 500, maxRetryTime: KEEPER_TIMEOUT_MS },
  })
  try {
    return (await visitKeeper()) ?? (await startKeeper())
  } finally {
    await unlock()
  }
}

async function startKeeper(): Promise<Lease> {
  const logFile = path.join(stateFolder("logs"), "postgres-keeper.log")
  const output = openSync(logFile, "a")
  const keeper = spawn(
    process.execPath,
    ["-r", "ts-node/register/transpile-only", path.join(__dirname, "keeper.ts")],
    {
      cwd: PROJECT_ROOT,
      env: { ...process.env, NODE_OPTIONS: "" },
      detached: true,
      stdio: ["ignore", output, output],
    }
  )
  keeper.unref()
  let ended = false
  keeper.once("exit", () => (ended = true))
  return waitFor(
    async () => {
      if (ended) throw new Error(`The embedded PostgreSQL did not start. Read ${logFile}.`)
      return visitKeeper()
    },
    { timeoutMs: KEEPER_TIMEOUT_MS, what: `the embedded PostgreSQL (log: ${logFile})` }
  )
}

async function visitKeeper(): Promise<Lease | undefined> {
  const address = readAddress()
  if (!address) return undefined
  return new Promise((resolve) => {
    const socket = connect(address.port, "127.0.0.1")
    const refuse = () => {
      socket.destroy()
      resolve(undefined)
    }
    socket.setTimeout(5_000, refuse)
    socket.once("error", refuse)
    socket.once("close", refuse)
    socket.once("data", (greeting) => {
      if (greeting.toString() !== GREETING) return refuse()
      socket.setTimeout(0)
      socket.removeAllListeners()
      resolve(leaseOf(socket, address.url))
    })
  })
}

function leaseOf(socket: Socket, url: string): Lease {
  socket.on("error", () => undefined)
  // The lease alone must not keep a command alive that has done its work.
  socket.unref()
  return {
    url,
    async release() {
      if (socket.destroyed) return
      socket.ref()
      const closed = once(socket, "close")
      socket.resume()
      socket.end()
      await closed
    },
  }
}

function readAddress(): KeeperAddress | undefined {
  try {
    return JSON.parse(readFileSync(KEEPER_FILE, "utf8")) as KeeperAddress
  } catch {
    return undefined
  }
}

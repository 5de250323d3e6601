/**
 * The keeper: one small process that owns the embedded cluster while somebody uses it.
 *
 * Every command that needs the database holds one TCP connection to the keeper. The operating
 * system closes that connection however the command ends (also on SIGKILL), so the keeper always
 * knows who is left, and when nobody is, it stops PostgreSQL and ends. No counters, no files that
 * go stale.
 */
import { rmSync, writeFileSync } from "node:fs"
import { createServer, type AddressInfo, type Socket } from "node:net"
import { startCluster } from "./cluster"
import { GREETING, KEEPER_FILE, type KeeperAddress } from "./lease"

/** Whoever started the keeper comes at once; if nobody does, it died meanwhile. */
const FIRST_VISIT_MS = 30_000

function log(line: string): void {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`)
}

async function main(): Promise<void> {
  const cluster = await startCluster(log)
  const users = new Set<Socket>()
  const unvisited = setTimeout(leave, FIRST_VISIT_MS)
  let leaving = false

  // Half open, so that a user who said goodbye hears the end only when its work is done.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    clearTimeout(unvisited)
    users.add(socket)
    socket.resume()
    socket.on("error", () => undefined)
    socket.once("end", () => goodbye(socket))
    socket.once("close", () => goodbye(socket))
    socket.write(GREETING)
  })

  function goodbye(socket: Socket): void {
    if (!users.delete(socket)) return
    if (users.size > 0) socket.end()
    else leave()
  }

  function leave(): void {
    if (leaving) return
    leaving = true
    // The file goes first and in the same breath as the stop, so that nobody comes in through a
    // closing door.
    rmSync(KEEPER_FILE, { force: true })
    server.close()
    log("Nobody is left: stopping.")
    cluster.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log(String(error))
        process.exit(1)
      }
    )
  }

  process.on("SIGTERM", leave)
  process.on("SIGINT", leave)
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address() as AddressInfo
    const address: KeeperAddress = { port, url: cluster.url }
    writeFileSync(KEEPER_FILE, JSON.stringify(address), { mode: 0o600 })
  })
}

main().catch((error: unknown) => {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error))
  process.exit(1)
})

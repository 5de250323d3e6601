import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { Server } from "node:http"

/**
 * Node tells here of every connection to any server of this process, before its first byte is read.
 */
const CONNECTIONS = "net.server.socket"

/**
 * Calls `found` with the store's own HTTP server when the first connection comes in, so early that
 * even a first request that wants a WebSocket is served. Medusa 2.21 makes that server inside its
 * start command and hands it to nobody; a request of the API would show it as well, but only after
 * others have responded to the first one.
 *
 * Returns a function that ends the waiting.
 */
export function onStoreServer(found: (server: Server) => void): () => void {
  const look = (message: unknown): void => {
    const { socket } = message as { socket?: { server?: unknown } } // as Node documents it
    if (!isStoreServer(socket?.server)) return
    stop()
    found(socket.server)
  }
  const stop = (): void => void unsubscribe(CONNECTIONS, look)
  subscribe(CONNECTIONS, look)
  return stop
}

/** Medusa's `GracefulShutdownServer` marks the server that it takes care of. */
function isStoreServer(server: unknown): server is Server {
  return server instanceof Server && "isShuttingDown" in server && "shutdown" in server
}

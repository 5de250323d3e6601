import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { Server } from "node:http"

/** Node reports every connection to any server of this process, before its first byte is read. */
const CONNECTIONS = "net.server.socket"

/**
 * Calls `found` with the store's HTTP server at the first connection, early enough for a WebSocket.
 * Medusa 2.21 creates it inside its start command and exposes it nowhere; a request would reveal
 * it, but too late for itself. Returns a function that stops waiting.
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

/** Medusa's `GracefulShutdownServer` adds these to its server. */
function isStoreServer(server: unknown): server is Server {
  return server instanceof Server && "isShuttingDown" in server && "shutdown" in server
}

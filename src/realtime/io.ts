import { parseCorsOrigins } from "@medusajs/framework/utils"
import { Server } from "socket.io"
import type { HoldfastOptions } from "../contracts/options"
import type { RealtimeServer } from "./types"

/** Clients send a drop's id at most; the longest message is the handshake's token. */
const MESSAGE_BYTES_MAX = 16_384
/** A connection without a handshake by then is closed. */
const HANDSHAKE_TIMEOUT_MS = 10_000

export function createSocketServer(
  options: HoldfastOptions["realtime"],
  storeCors: string
): RealtimeServer {
  const io: RealtimeServer = new Server({
    path: "/holdfast/socket.io",
    // Cookies are not used: a client sends a key and a token, which another site cannot send for
    // it.
    cors: { origin: parseCorsOrigins(storeCors), methods: ["GET", "POST"] },
    serveClient: false,
    maxHttpBufferSize: MESSAGE_BYTES_MAX,
    connectTimeout: HANDSHAKE_TIMEOUT_MS,
    allowRequest: (req, answer) => {
      const isNew = !new URL(req.url ?? "/", "http://localhost").searchParams.has("sid")
      if (isNew && io.engine.clientsCount >= options.connections) {
        answer(`This process already serves ${options.connections} clients. Try again.`, false)
      } else answer(null, true)
    },
  })
  return io
}

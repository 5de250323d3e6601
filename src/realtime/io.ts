import { parseCorsOrigins } from "@medusajs/framework/utils"
import { Server } from "socket.io"
import type { HoldfastOptions } from "../contracts/options"
import type { RealtimeServer } from "./types"

/** Clients send a drop's id and nothing longer; the longest is the token of the handshake. */
const MESSAGE_BYTES_MAX = 16_384
/** Who has not said by then with which key it comes holds a connection for nothing. */
const HANDSHAKE_TIMEOUT_MS = 10_000

export function createSocketServer(
  options: HoldfastOptions["realtime"],
  storeCors: string
): RealtimeServer {
  const io: RealtimeServer = new Server({
    path: "/holdfast/socket.io",
    // Cookies mean nothing here: whoever connects shows a key and a token, which no other site can
    // send for them.
    cors: { origin: parseCorsOrigins(storeCors), methods: ["GET", "POST"] },
    serveClient: false,
    maxHttpBufferSize: MESSAGE_BYTES_MAX,
    connectTimeout: HANDSHAKE_TIMEOUT_MS,
    allowRequest: (req, answer) => {
      const isNew = !new URL(req.url ?? "/", "http://localhost").searchParams.has("sid")
      if (isNew && io.engine.clientsCount >= options.connections) {
        answer(`This process serves ${options.connections} clients already. Try again.`, false)
      } else answer(null, true)
    },
  })
  return io
}

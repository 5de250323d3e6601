import type { DefaultEventsMap, Server, Socket } from "socket.io"
import type { ClientToServer, ServerToClient } from "../contracts/realtime"

/** What we know of a connection. */
export interface Client {
  /** The sales channels of the publishable key that it came with. */
  channelIds: ReadonlySet<string>
  customerId?: string
  /** The drops that it joined or is about to join. */
  dropIds: Set<string>
}

export type RealtimeServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, Client>
export type RealtimeSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, Client>

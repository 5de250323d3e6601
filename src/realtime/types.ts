import type { DefaultEventsMap, Server, Socket } from "socket.io"
import type { ClientToServer, ServerToClient } from "../contracts/realtime"

/** What we know of a connection. */
export interface Client {
  /** The sales channels of the publishable key that it came with. */
  channelIds: ReadonlySet<string>
  customerId?: string
}

export type RealtimeServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, Client>
export type RealtimeSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, Client>

/** Once a second is too slow for a rush, and nobody reads more than this. */
export const EVENTS_PER_SECOND = 10

const WATCHED = "watched:"

/**
 * What is sent, goes to rooms with the sales channel in their names, so that nobody can be in one
 * by mistake. A customer's room spans channels: what is sent there is checked against each
 * connection's own (see `feed.ts`).
 */
export const rooms = {
  /** Everybody of a sales channel. */
  drops: (channelId: string) => `drops:${channelId}`,
  /** Those who joined a drop. */
  drop: (dropId: string, channelId: string) => `drop:${dropId}:${channelId}`,
  customer: (customerId: string) => `customer:${customerId}`,
  /** Those who joined a drop or are about to. Nothing is sent here: it says whom to care for. */
  watched: (dropId: string) => `${WATCHED}${dropId}`,
}

/** The drops among some rooms that are watched. */
export const watchedDrops = (names: Iterable<string>): string[] =>
  [...names].flatMap((name) => (name.startsWith(WATCHED) ? [name.slice(WATCHED.length)] : []))

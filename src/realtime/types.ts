import type { DefaultEventsMap, Server, Socket } from "socket.io"
import type { ClientToServer, ServerToClient } from "../contracts/realtime"

export interface Client {
  /** The sales channels of its publishable key. */
  channelIds: ReadonlySet<string>
  customerId?: string
}

export type RealtimeServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, Client>
export type RealtimeSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, Client>

/** Once a second is too slow for a rush, and nobody reads faster than this. */
export const EVENTS_PER_SECOND = 10

const WATCHED = "watched:"

/** Rooms carry the channel in their names; a customer's room spans channels (see `feed.ts`). */
export const rooms = {
  /** Everybody in a sales channel. */
  drops: (channelId: string) => `drops:${channelId}`,
  /** Those who joined a drop. */
  drop: (dropId: string, channelId: string) => `drop:${dropId}:${channelId}`,
  customer: (customerId: string) => `customer:${customerId}`,
  /** Who has joined a drop or is about to. Nothing is sent here: it says which drops matter. */
  watched: (dropId: string) => `${WATCHED}${dropId}`,
}

/** The drops among some rooms that are watched. */
export const watchedDrops = (names: Iterable<string>): string[] =>
  [...names].flatMap((name) => (name.startsWith(WATCHED) ? [name.slice(WATCHED.length)] : []))

import { dropRoomRequest, type JoinAnswer, type LeaveAnswer } from "../contracts/realtime"
import type { DropReader } from "./drop-reader"
import type { Feeds } from "./feeds"
import { Refused } from "./handshake"
import { rooms } from "./rooms"
import type { RealtimeSocket } from "./types"

/** A page shows some dozens of drops at most; more in one connection is somebody who collects. */
const DROPS_PER_SOCKET_MAX = 50
/**
 * Joins and leaves that a connection may send per second, on average and at once: each may cost a
 * database read.
 */
const REQUESTS_PER_SECOND = 20
const REQUESTS_AT_ONCE = 100

interface Surroundings {
  reader: DropReader
  feeds: Feeds
  warn(message: string): void
}

/** `drops:join` and `drops:leave` of one connection, and leaving everything when it ends. */
export function serveJoins(socket: RealtimeSocket, around: Surroundings): void {
  const spend = createBudget()
  const { dropIds } = socket.data

  socket.on("drops:join", async (request, answer) => {
    await answering<JoinAnswer>(around, answer, async () => {
      const { dropId } = parse(request, spend)
      const isNew = !dropIds.has(dropId)
      if (isNew && dropIds.size >= DROPS_PER_SOCKET_MAX) {
        throw new Refused(
          "LIMIT_REACHED",
          `A connection joins ${DROPS_PER_SOCKET_MAX} drops at most. Leave one first.`
        )
      }
      dropIds.add(dropId) // counted at once: the next request may come before this one is through
      try {
        return await join(socket, dropId, around)
      } catch (error) {
        if (isNew) leave(socket, dropId, around)
        throw error
      }
    })
  })

  socket.on("drops:leave", async (request, answer) => {
    await answering<LeaveAnswer>(around, answer, async () => {
      leave(socket, parse(request, spend).dropId, around)
      return { ok: true }
    })
  })

  socket.on("disconnect", () => {
    for (const dropId of [...dropIds]) leave(socket, dropId, around)
  })
}

async function join(
  socket: RealtimeSocket,
  dropId: string,
  around: Surroundings
): Promise<JoinAnswer> {
  const notFound = new Refused("DROP_NOT_FOUND", `There is no drop ${dropId} in this shop.`)
  const channelId = await around.reader.channelOf(dropId)
  if (!channelId || !socket.data.channelIds.has(channelId)) throw notFound
  // Into the room first and then the reading: what changes in between is heard twice and not
  // missed.
  if (socket.connected && socket.data.dropIds.has(dropId)) {
    await socket.join(rooms.drop(dropId, channelId))
    around.feeds.of(dropId).watch(socket.id)
  }
  const seen = await around.reader.read(dropId)
  if (!seen || seen.salesChannelId !== channelId || seen.drop.state === "draft") throw notFound
  return { ok: true, drop: seen.drop }
}

function leave(socket: RealtimeSocket, dropId: string, around: Surroundings): void {
  socket.data.dropIds.delete(dropId)
  for (const channelId of socket.data.channelIds) void socket.leave(rooms.drop(dropId, channelId))
  around.feeds.known(dropId)?.unwatch(socket.id)
}

function parse(request: unknown, spend: () => boolean): { dropId: string } {
  if (!spend()) {
    throw new Refused("LIMIT_REACHED", "Too many requests on this connection. Wait a second.")
  }
  const parsed = dropRoomRequest.safeParse(request)
  if (!parsed.success) throw new Refused("INVALID_DATA", 'Send { dropId: "…" }.')
  return parsed.data
}

async function answering<Answer>(
  around: Surroundings,
  answer: unknown,
  work: () => Promise<Answer>
): Promise<void> {
  // A client may send anything, also no function to answer to.
  const reply = typeof answer === "function" ? (answer as (a: unknown) => void) : () => undefined
  try {
    reply(await work())
  } catch (error) {
    if (!(error instanceof Refused)) around.warn(`a join or leave failed: ${String(error)}`)
    const refused =
      error instanceof Refused
        ? error
        : new Refused("CHECKOUT_BUSY", "The shop is busy at this moment. Try again shortly.")
    reply({ ok: false, error: refused.data })
  }
}

/** Says whether one more request may be served now. */
function createBudget(): () => boolean {
  let left = REQUESTS_AT_ONCE
  let at = performance.now()
  return () => {
    const now = performance.now()
    left = Math.min(REQUESTS_AT_ONCE, left + ((now - at) / 1_000) * REQUESTS_PER_SECOND)
    at = now
    if (left < 1) return false
    left -= 1
    return true
  }
}

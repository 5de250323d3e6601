import type { MedusaContainer } from "@medusajs/framework/types"
import { dropRoomRequest, type JoinAnswer } from "../contracts/realtime"
import { findDrop } from "../domain/drops/definitions"
import { seeDrop } from "../domain/drops/store-drops"
import { Refused, toRefused } from "./handshake"
import { rooms, watchedDrops, type RealtimeSocket } from "./types"

/** A page shows some dozens of drops; a connection with more is a crawler. */
const DROPS_PER_SOCKET_MAX = 50
/** Joins and leaves per second, on average and in a burst: each may cost a database read. */
const REQUESTS_PER_SECOND = 20
const REQUESTS_AT_ONCE = 100

/** `drops:join` and `drops:leave` of one connection. Socket.IO empties its rooms when it ends. */
export function serveJoins(
  socket: RealtimeSocket,
  container: MedusaContainer,
  warn: (message: string) => void
): void {
  const spend = createBudget()

  const answering =
    <Answer>(work: (dropId: string) => Answer | Promise<Answer>) =>
    async (request: unknown, answer: unknown): Promise<void> => {
      // A client may send anything, and may leave the callback out.
      const reply = typeof answer === "function" ? answer : () => undefined
      try {
        if (!spend()) {
          throw new Refused("LIMIT_REACHED", "Too many requests. Try again in 1 s.")
        }
        const parsed = dropRoomRequest.safeParse(request)
        if (!parsed.success) throw new Refused("INVALID_DATA", 'Send { dropId: "…" }.')
        reply(await work(parsed.data.dropId))
      } catch (error) {
        reply({ ok: false, error: toRefused(error, "a join or leave failed", warn).data })
      }
    }

  socket.on(
    "drops:join",
    answering(async (dropId) => {
      const isNew = !socket.rooms.has(rooms.watched(dropId))
      if (isNew && watchedDrops(socket.rooms).length >= DROPS_PER_SOCKET_MAX) {
        throw new Refused(
          "LIMIT_REACHED",
          `A connection can join ${DROPS_PER_SOCKET_MAX} drops. Leave a drop first.`
        )
      }
      // Counted before the read: requests of one connection run concurrently.
      void socket.join(rooms.watched(dropId))
      try {
        return await join(socket, dropId, container)
      } catch (error) {
        if (isNew) leave(socket, dropId)
        throw error
      }
    })
  )

  socket.on(
    "drops:leave",
    answering((dropId) => {
      leave(socket, dropId)
      return { ok: true }
    })
  )
}

async function join(
  socket: RealtimeSocket,
  dropId: string,
  container: MedusaContainer
): Promise<JoinAnswer> {
  const notFound = new Refused("DROP_NOT_FOUND", `There is no drop ${dropId} in this shop.`)
  const channelId = (await findDrop(container, dropId))?.sales_channel_id
  if (!channelId || !socket.data.channelIds.has(channelId)) throw notFound
  // Join before reading: a change in between is sent twice rather than missed.
  // Whoever left or lost the connection meanwhile must not join the room.
  if (socket.rooms.has(rooms.watched(dropId))) await socket.join(rooms.drop(dropId, channelId))
  const seen = await seeDrop(container, dropId)
  if (!seen || seen.sales_channel_id !== channelId || seen.drop.state === "draft") throw notFound
  return { ok: true, drop: seen.drop }
}

function leave(socket: RealtimeSocket, dropId: string): void {
  void socket.leave(rooms.watched(dropId))
  for (const channelId of socket.data.channelIds) void socket.leave(rooms.drop(dropId, channelId))
}

/** Whether one more request may be served now. */
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

import type { DropReader } from "./drop-reader"
import { rooms } from "./rooms"
import type { RealtimeServer } from "./types"

/**
 * Tells a sales channel of a drop that its shoppers can see from now on; a draft is nobody's
 * business.
 */
export async function announceDrop(
  io: RealtimeServer,
  reader: DropReader,
  dropId: string,
  warn: (message: string) => void
): Promise<void> {
  if (!io.sockets.sockets.size) return
  try {
    const seen = await reader.read(dropId)
    if (!seen || (seen.drop.state !== "scheduled" && seen.drop.state !== "live")) return
    io.local.to(rooms.drops(seen.salesChannelId)).emit("DROP_CREATED", { drop: seen.drop })
  } catch (error) {
    // Storefronts find it with their next look at the list.
    warn(`drop ${dropId} could not be announced: ${String(error)}`)
  }
}

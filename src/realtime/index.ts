import { asFunction } from "@medusajs/framework/awilix"
import { container } from "@medusajs/framework"
import { readOptions } from "../shared/options"
import { toHint, type DropEvent } from "./from-events"
import { RealtimeHub } from "./hub"
import { Turns } from "./turns"

export type { DropEvent } from "./from-events"

const HUB = "holdfast_realtime"

/** Lets clients in, in a process that serves the API. Called when its routes are loaded. */
export function serveRealtime(): void {
  if (readOptions().realtime.enabled) hub().serve()
}

const turns = new Turns()

/**
 * Tells all clients what an event of the drops layer means, each drop's in the order in which they
 * came.
 */
export async function tellRealtime(event: DropEvent): Promise<void> {
  if (!readOptions().realtime.enabled) return
  await turns.take(event.data.drop_id, async () => {
    const hint = await toHint(event, hub().reader)
    if (hint) hub().tell(hint)
  })
}

/** One per process, in Medusa's container, which closes it on shutdown. */
function hub(): RealtimeHub {
  if (!container.hasRegistration(HUB)) {
    const create = (): RealtimeHub => new RealtimeHub(container, readOptions().realtime)
    container.register(
      HUB,
      asFunction(create)
        .singleton()
        .disposer((one) => one.close())
    )
  }
  return container.resolve<RealtimeHub>(HUB)
}

import { asFunction } from "@medusajs/framework/awilix"
import { container } from "@medusajs/framework"
import { KeyedQueues } from "../shared/keyed-queues"
import { readOptions } from "../shared/options"
import { toHint, type DropEvent } from "./hints"
import { RealtimeHub } from "./hub"

export type { DropEvent } from "./hints"

const HUB = "holdfast_realtime"

/** Serves clients, in a process that serves the API. Called when its routes are loaded. */
export function serveRealtime(): void {
  if (readOptions().realtime.enabled) hub().serve()
}

const queueOfDrop = new KeyedQueues()

/** Sends what a drop's event means to all clients, in order for each drop. */
export async function sendRealtime(event: DropEvent): Promise<void> {
  if (!readOptions().realtime.enabled) return
  await queueOfDrop.of(event.data.drop_id).push(async () => {
    const hint = await toHint(container, event)
    if (hint) hub().send(hint)
  })
}

/** One per process, in Medusa's container, which closes it on shutdown. */
function hub(): RealtimeHub {
  if (!container.hasRegistration(HUB)) {
    const create = (): RealtimeHub => new RealtimeHub(container, readOptions().realtime)
    const registration = asFunction(create).singleton()
    container.register(
      HUB,
      registration.disposer((made) => made.close())
    )
  }
  return container.resolve<RealtimeHub>(HUB)
}

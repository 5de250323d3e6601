import * as fastq from "fastq"
import { asFunction } from "@medusajs/framework/awilix"
import { container } from "@medusajs/framework"
import { readOptions } from "../shared/options"
import { toHint, type DropEvent } from "./hints"
import { RealtimeHub } from "./hub"

export type { DropEvent } from "./hints"

const HUB = "holdfast_realtime"

/** Serves clients, in a process that serves the API. Called when its routes are loaded. */
export function serveRealtime(): void {
  if (readOptions().realtime.enabled) hub().serve()
}

/** Sends what a drop's event means to all clients, in order. */
export async function sendRealtime(event: DropEvent): Promise<void> {
  if (readOptions().realtime.enabled) await events.push(event)
}

const events = fastq.promise<unknown, DropEvent, void>(async (event) => {
  const hint = await toHint(container, event)
  if (hint) hub().send(hint)
}, 1)

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

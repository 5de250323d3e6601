import type { MedusaContainer } from "@medusajs/framework/types"
import { settleMissedOrdersWorkflow } from "../workflows/vaults/settle-missed-orders"

/** Seconds between two rounds. */
const EVERY_SECONDS = 30

/**
 * How far back a round reads: the first one covers what may have happened while no process ran.
 */
const FIRST_LOOK_SECONDS = 86_400
const LOOK_SECONDS = 900

let looked = false

/** Orders whose event a crash swallowed reach the vaults all the same. */
export default async function settleMissedVaults(container: MedusaContainer): Promise<void> {
  const since_seconds = looked ? LOOK_SECONDS : FIRST_LOOK_SECONDS
  await settleMissedOrdersWorkflow(container).run({ input: { since_seconds } })
  looked = true
}

export const config = {
  name: "holdfast-settle-vaults",
  schedule: { interval: EVERY_SECONDS * 1_000 },
}

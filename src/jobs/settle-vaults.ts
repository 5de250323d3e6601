import type { MedusaContainer } from "@medusajs/framework/types"
import { settleMissedOrdersWorkflow } from "../workflows/vaults/settle-missed-orders"

const EVERY_SECONDS = 30

/** Seconds that a round looks back; the first covers the time when no process ran. */
const FIRST_LOOK_SECONDS = 86_400
const LOOK_SECONDS = 900

let looked = false

/** Settles orders whose event was lost in a crash. */
export default async function settleMissedVaults(container: MedusaContainer): Promise<void> {
  const since_seconds = looked ? LOOK_SECONDS : FIRST_LOOK_SECONDS
  await settleMissedOrdersWorkflow(container).run({ input: { since_seconds } })
  looked = true
}

export const config = {
  name: "holdfast-settle-vaults",
  schedule: { interval: EVERY_SECONDS * 1_000 },
}

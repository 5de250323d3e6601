import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { settleVaults, ON_ITS_WAY_SECONDS, findUnsettled } from "../domain/vaults/settle"

/** Seconds between two looks. */
const EVERY_SECONDS = 30

/**
 * How far back a process looks: the first time over what may have happened while none ran, then
 * over the last rounds.
 */
const FIRST_LOOK_SECONDS = 86_400
const LOOK_SECONDS = 900

let looked = false

/**
 * Orders whose event a crash has swallowed: their units reach the vaults all the same. In any
 * number of processes.
 */
export default async function settleMissedVaults(container: MedusaContainer): Promise<void> {
  const now = Date.now()
  const orders = await findUnsettled(container, {
    since: new Date(now - (looked ? LOOK_SECONDS : FIRST_LOOK_SECONDS) * 1_000),
    until: new Date(now - ON_ITS_WAY_SECONDS * 1_000),
  })
  looked = true
  const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
  for (const { order_id, missing } of orders) {
    logger.warn(`holdfast: order ${order_id} had not reached the vaults; it is settled now`)
    await settleVaults(container, order_id, { credits: missing > 0 })
  }
}

export const config = {
  name: "holdfast-settle-vaults",
  schedule: { interval: EVERY_SECONDS * 1_000 },
}

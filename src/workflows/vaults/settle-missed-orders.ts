import { createStep, createWorkflow, StepResponse } from "@medusajs/framework/workflows-sdk"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { findUnsettled, ON_ITS_WAY_SECONDS, type UnsettledOrder } from "../../domain/vaults/settle"
import { settleVaultsWorkflow } from "./settle-vaults"

export interface SettleMissedOrdersInput {
  /** How far back orders are checked. */
  since_seconds: number
}

const findUnsettledOrdersStep = createStep(
  "holdfast-find-unsettled-orders",
  async ({ since_seconds }: SettleMissedOrdersInput, { container }) => {
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000)
    const window = { since: ago(since_seconds), until: ago(ON_ITS_WAY_SECONDS) }
    return new StepResponse(await findUnsettled(container, window))
  }
)

/** Not compensated: each order is settled on its own, and one that fails stops no other. */
const settleOrdersStep = createStep(
  "holdfast-settle-missed-orders",
  async (orders: UnsettledOrder[], { container }) => {
    const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    for (const { order_id, missing } of orders) {
      logger.warn(`holdfast: order ${order_id} had not reached the vaults and is settled now`)
      try {
        await settleVaultsWorkflow(container).run({ input: { order_id, credits: missing > 0 } })
      } catch (error) {
        logger.error(`holdfast: order ${order_id} was not settled with vaults: ${String(error)}`)
      }
    }
  }
)

/** Settles orders whose event was lost in a crash. Safe in any number of processes. */
export const settleMissedOrdersWorkflow = createWorkflow(
  "holdfast-settle-missed-orders",
  function (input: SettleMissedOrdersInput) {
    settleOrdersStep(findUnsettledOrdersStep(input))
  }
)

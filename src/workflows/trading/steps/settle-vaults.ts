import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { settleVaults } from "../../../domain/vaults/settle"

export interface SettleVaultsInput {
  order_id: string
  /** Whether units may be added, or only taken back. */
  credits: boolean
}

/** Not compensated: it follows what the order is, and doing it again changes nothing. */
export const settleVaultsStep = createStep(
  { name: "holdfast-settle-vaults", maxRetries: 3 },
  async ({ order_id, credits }: SettleVaultsInput, { container }) => {
    await settleVaults(container, order_id, { credits })
    return new StepResponse(undefined)
  }
)

import { emitEventStep } from "@medusajs/medusa/core-flows"
import { createStep, createWorkflow, StepResponse } from "@medusajs/framework/workflows-sdk"
import { VAULT_SHORTFALL_EVENT } from "../../contracts/vault-shortfalls"
import { settleVaults } from "../../domain/vaults/settle"

export interface SettleVaultsInput {
  order_id: string
  /** False to debit only. */
  credits: boolean
}

/** Not compensated: it only follows the order. */
export const settleVaultsStep = createStep(
  { name: "holdfast-settle-vaults", maxRetries: 3 },
  async ({ order_id, credits }: SettleVaultsInput, { container }) =>
    new StepResponse(await settleVaults(container, order_id, { credits }))
)

/** Settles the vaults with an order, and emits shortfalls. Safe to repeat. */
export const settleVaultsWorkflow = createWorkflow(
  "holdfast-settle-vaults",
  function (input: SettleVaultsInput) {
    const shortfalls = settleVaultsStep(input)
    emitEventStep({ eventName: VAULT_SHORTFALL_EVENT, data: shortfalls })
  }
)

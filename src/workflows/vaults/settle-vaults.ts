import { emitEventStep } from "@medusajs/medusa/core-flows"
import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { VAULT_SHORTFALL_EVENT } from "../../contracts/vault-shortfalls"
import { settleVaults } from "../../domain/vaults/settle"

export interface SettleVaultsInput {
  order_id: string
  /** Whether units may be added, or only taken back. */
  credits: boolean
}

/** Not compensated: it follows what the order is, and doing it again changes nothing. */
export const settleVaultsStep = createStep(
  { name: "holdfast-settle-vaults", maxRetries: 3 },
  async ({ order_id, credits }: SettleVaultsInput, { container }) =>
    new StepResponse(await settleVaults(container, order_id, { credits }))
)

/** Brings the vaults in line with an order, and emits what they owe. Safe to repeat. */
export const settleVaultsWorkflow = createWorkflow(
  "holdfast-settle-vaults",
  function (input: SettleVaultsInput) {
    const shortfalls = settleVaultsStep(input)
    emitEventStep({ eventName: VAULT_SHORTFALL_EVENT, data: shortfalls })
    return new WorkflowResponse(undefined)
  }
)

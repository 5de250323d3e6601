import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { settleVaultsStep, type SettleVaultsInput } from "../steps/settle-vaults"

/** Brings the vaults in line with an order. Safe to run any number of times. */
export const settleVaultsWorkflow = createWorkflow(
  "holdfast-settle-vaults",
  function (input: SettleVaultsInput) {
    return new WorkflowResponse(settleVaultsStep(input))
  }
)

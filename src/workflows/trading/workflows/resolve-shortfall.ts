import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { resolveShortfallStep, type ResolveShortfallInput } from "../steps/resolve-shortfall"

/** Marks units that a vault owed as settled by other means. */
export const resolveShortfallWorkflow = createWorkflow(
  "holdfast-resolve-shortfall",
  function (input: ResolveShortfallInput) {
    return new WorkflowResponse(resolveShortfallStep(input))
  }
)

import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import { resolveShortfall } from "../../domain/vaults/shortfalls"
import { keepErrorDetails } from "../../shared/request-context"

export interface ResolveShortfallInput {
  id: string
  reason: string
}

/** Not compensated: what a merchant said was done about it stays said. */
export const resolveShortfallStep = createStep(
  "holdfast-resolve-shortfall",
  ({ id, reason }: ResolveShortfallInput, { container }) =>
    keepErrorDetails(async () => new StepResponse(await resolveShortfall(container, id, reason)))
)

/** Marks units that a vault owed as settled by other means. */
export const resolveShortfallWorkflow = createWorkflow(
  "holdfast-resolve-shortfall",
  function (input: ResolveShortfallInput) {
    return new WorkflowResponse(resolveShortfallStep(input))
  }
)

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

/** Not compensated: the merchant's reason is kept. */
export const resolveShortfallStep = createStep(
  "holdfast-resolve-shortfall",
  ({ id, reason }: ResolveShortfallInput, { container }) =>
    keepErrorDetails(async () => new StepResponse(await resolveShortfall(container, id, reason)))
)

/** Marks a shortfall as settled elsewhere. */
export const resolveShortfallWorkflow = createWorkflow(
  "holdfast-resolve-shortfall",
  function (input: ResolveShortfallInput) {
    return new WorkflowResponse(resolveShortfallStep(input))
  }
)

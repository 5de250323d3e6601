import type { MedusaContainer } from "@medusajs/framework/types"
import { StepResponse } from "@medusajs/framework/workflows-sdk"
import type { CartSnapshot } from "../../domain/checkout/align"
import { abandonCompletion, passLastGate, type Attempt } from "../../domain/checkout/complete"
import { keepErrorDetails } from "../../shared/request-context"
import { currentRequest } from "./request"

interface CompleteCart {
  input: { id: string }
  cart: CartSnapshot
}

/** For `completeCartWorkflow.hooks.validate`: the last gate, for every caller. */
export async function validateCompleteCart(
  { cart }: CompleteCart,
  { container }: { container: MedusaContainer }
): Promise<StepResponse<undefined, Attempt>> {
  const attempt = await keepErrorDetails(() =>
    passLastGate(container, cart, currentRequest() ?? {})
  )
  return new StepResponse(undefined, attempt)
}

export async function undoCompleteCart(
  attempt: Attempt | undefined,
  { container }: { container: MedusaContainer }
): Promise<void> {
  if (attempt) await abandonCompletion(container, attempt)
}

import { createStep, createWorkflow, StepResponse } from "@medusajs/framework/workflows-sdk"
import { consumeHolds, releaseLocks, moveReservations } from "../../domain/checkout/settle"

export interface SettleOrderHoldsInput {
  order_id: string
}

/** Nothing is compensated, because the order is final; failures are retried. */
const RETRIES = { maxRetries: 3 }

export const consumeHoldsStep = createStep(
  { name: "holdfast-consume-holds", ...RETRIES },
  async ({ order_id }: SettleOrderHoldsInput, { container }) =>
    new StepResponse(await consumeHolds(container, order_id))
)

export const moveReservationsStep = createStep(
  { name: "holdfast-move-reservations", ...RETRIES },
  (consumed: Awaited<ReturnType<typeof consumeHolds>>, { container }) =>
    moveReservations(container, consumed)
)

export const releaseLocksStep = createStep(
  { name: "holdfast-release-locks", ...RETRIES },
  ({ cart_id }: { cart_id: string | undefined }, { container }) => releaseLocks(container, cart_id)
)

/** Consumes the holds of an order's cart and moves reservations. Safe to repeat. */
export const settleOrderHoldsWorkflow = createWorkflow(
  "holdfast-settle-order-holds",
  function (input: SettleOrderHoldsInput) {
    const consumed = consumeHoldsStep(input)
    moveReservationsStep(consumed)
    releaseLocksStep({ cart_id: consumed.cart_id })
  }
)

import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { createStep, createWorkflow, StepResponse } from "@medusajs/framework/workflows-sdk"
import { consumeHolds, releaseLocks, moveReservations } from "../../domain/checkout/settle"

export interface SettleOrderHoldsInput {
  order_id: string
}

/** Nothing is compensated, because the order is final. */
const RETRIES = { maxRetries: 3 }

export const consumeHoldsStep = createStep(
  { name: "holdfast-consume-holds", ...RETRIES },
  async ({ order_id }: SettleOrderHoldsInput, { container }) =>
    new StepResponse(await consumeHolds(container, order_id))
)

/** Not retried, because a move is two writes; a failed one must not keep the cart's locks. */
export const moveReservationsStep = createStep(
  "holdfast-move-reservations",
  async (consumed: Awaited<ReturnType<typeof consumeHolds>>, { container }) => {
    try {
      await moveReservations(container, consumed)
    } catch (error) {
      const logger = container.resolve(ContainerRegistrationKeys.LOGGER)
      const { order_id } = consumed
      logger.error(`holdfast: reservations of order ${order_id} were not moved: ${String(error)}`)
    }
  }
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

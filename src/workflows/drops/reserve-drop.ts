import type { MedusaContainer } from "@medusajs/framework/types"
import {
  createHook,
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"
import type { StoreDropReservation } from "../../contracts/drops"
import { ledgerOf } from "../../domain/container"
import {
  findDropToReserve,
  takeDropUnits,
  type DropToReserve,
  type ReserveDropInput,
} from "../../domain/drops/reserve"
import { keepErrorDetails } from "../../shared/request-context"
import { refusingHook } from "../common/shop-hook"

const findDropToReserveStep = createStep(
  "holdfast-find-drop-to-reserve",
  (input: ReserveDropInput, { container }) =>
    keepErrorDetails(async () => new StepResponse(await findDropToReserve(container, input)))
)

const takeDropUnitsStep = createStep(
  "holdfast-take-drop-units",
  ({ found, input }: { found: DropToReserve; input: ReserveDropInput }, { container }) =>
    keepErrorDetails(async () => {
      const reservation = await takeDropUnits(container, found, input)
      return new StepResponse(reservation, reservation)
    }),
  async (reservation, { container }) => {
    if (!reservation) return
    await ledgerOf(container).release(
      [{ hold_id: reservation.id, quantity: String(reservation.quantity) }],
      { actor: "system", reason: "the workflow that reserved the units failed" }
    )
  }
)

/** Reserves units of a live drop. The shopper gets what `validateDropReservation` throws. */
export const reserveDropWorkflow = createWorkflow(
  "holdfast-reserve-drop",
  function (input: ReserveDropInput) {
    const found = findDropToReserveStep(input)
    const validateDropReservation = createHook("validateDropReservation", {
      drop: found.drop,
      customer_id: input.customer_id,
      cart_id: input.cart_id,
      quantity: input.quantity,
    })
    const reservation = takeDropUnitsStep({ found, input })
    return new WorkflowResponse(reservation, { hooks: [validateDropReservation] })
  }
)

const isValidated = refusingHook(reserveDropWorkflow.hooks, "validateDropReservation")

/** The same without the workflow engine, which is slower, for shops without a handler. */
export async function reserveDrop(
  container: MedusaContainer,
  input: ReserveDropInput
): Promise<StoreDropReservation> {
  if (isValidated()) return (await reserveDropWorkflow(container).run({ input })).result
  return takeDropUnits(container, await findDropToReserve(container, input), input)
}

import type { MedusaResponse, MedusaStoreRequest } from "@medusajs/framework/http"
import type { ReserveDropBody, StoreDropReservationAnswer } from "../../../../../contracts/drops"
import { reserveDrop } from "../../../../../workflows/drops/reserve-drop"
import { shopperOf } from "../../context"
import { handle } from "../../../../utils/errors"
import { idOf, idempotencyKeyOf } from "../../../../utils/request"

export const POST = handle(
  async (
    req: MedusaStoreRequest<ReserveDropBody>,
    res: MedusaResponse<StoreDropReservationAnswer>
  ) => {
    const reservation = await reserveDrop(req.scope, {
      ...req.validatedBody,
      ...shopperOf(req),
      drop_id: idOf(req),
      idempotency_key: idempotencyKeyOf(req),
    })
    res.status(201).json({ reservation })
  }
)

import type { MedusaResponse, MedusaStoreRequest } from "@medusajs/framework/http"
import type { ReserveDropBody, StoreDropReservationAnswer } from "../../../../../contracts/drops"
import { reserveDrop } from "../../../../../workflows/drops/reserve-drop"
import { shopperOf } from "../../context"
import { answered } from "../../../../utils/answered"
import { idempotencyKeyOf } from "../../../../utils/idempotency-key"

/** 201 with the hold; a retry with the same `Idempotency-Key` is answered with the same hold. */
export const POST = answered(
  async (
    req: MedusaStoreRequest<ReserveDropBody>,
    res: MedusaResponse<StoreDropReservationAnswer>
  ) => {
    const reservation = await reserveDrop(req.scope, {
      ...req.validatedBody,
      ...shopperOf(req),
      drop_id: String(req.params.id),
      idempotency_key: idempotencyKeyOf(req),
    })
    res.status(201).json({ reservation })
  }
)

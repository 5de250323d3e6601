import type { MedusaResponse, MedusaStoreRequest } from "@medusajs/framework/http"
import type { ReserveDropBody, StoreDropReservationAnswer } from "../../../../../contracts/drops"
import { HoldfastError } from "../../../../../lib/errors"
import { reserveDrop } from "../../../../../lib/drops/reserve"
import { shopperOf } from "../../context"
import { answered } from "../../../../../lib/http/answered"

/** Longest `Idempotency-Key` that is taken: a UUID has 36 characters. */
const KEY_LENGTH_MAX = 128

/** 201 with the hold; a retry with the same `Idempotency-Key` is answered with the same hold. */
export const POST = answered(
  async (
    req: MedusaStoreRequest<ReserveDropBody>,
    res: MedusaResponse<StoreDropReservationAnswer>
  ) => {
    const idempotency_key = req.get("Idempotency-Key")
    if (idempotency_key && idempotency_key.length > KEY_LENGTH_MAX) {
      throw new HoldfastError(
        "INVALID_DATA",
        `An Idempotency-Key has at most ${KEY_LENGTH_MAX} characters; this one has ${idempotency_key.length}.`
      )
    }
    const reservation = await reserveDrop(req.scope, {
      ...req.validatedBody,
      ...shopperOf(req),
      drop_id: String(req.params.id),
      idempotency_key,
    })
    res.status(201).json({ reservation })
  }
)

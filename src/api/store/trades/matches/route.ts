import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreMatchesAnswer } from "../../../../contracts/trades"
import { handle } from "../../../utils/errors"
import { customerOf } from "../../../utils/request"
import { findMatchesFor } from "../../../../domain/trades/matches"
import type { StoreGetMatchesParams } from "../routes"

export const GET = handle(
  async (
    req: MedusaRequest<unknown, StoreGetMatchesParams>,
    res: MedusaResponse<StoreMatchesAnswer>
  ) => {
    const { context, limit } = req.validatedQuery as StoreGetMatchesParams
    const customer_id = customerOf(req)
    res.json({ matches: await findMatchesFor(req.scope, { customer_id, context, limit }) })
  }
)

import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreListingDeleted } from "../../../../../contracts/trades"
import { handle } from "../../../../utils/errors"
import { customerOf, idOf } from "../../../../utils/request"
import { removeListing } from "../../../../../domain/trades/listings"

export const DELETE = handle(
  async (req: MedusaRequest, res: MedusaResponse<StoreListingDeleted>) => {
    const id = idOf(req)
    await removeListing(req.scope, customerOf(req), id)
    res.json({ id, object: "trade_listing", deleted: true })
  }
)

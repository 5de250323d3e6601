import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { StoreListingDeleted } from "../../../../../contracts/trades"
import { answered } from "../../../../utils/answered"
import { customerOf } from "../../../../utils/customer"
import { removeListing } from "../../../../../domain/trades/listings"

/** Takes a listing away. 404 for others'. */
export const DELETE = answered(
  async (req: MedusaRequest, res: MedusaResponse<StoreListingDeleted>) => {
    const id = String(req.params.id)
    await removeListing(req.scope, customerOf(req), id)
    res.json({ id, object: "trade_listing", deleted: true })
  }
)

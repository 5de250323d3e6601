import type { MedusaStoreRequest, MedusaResponse } from "@medusajs/framework/http"
import type {
  StoreVariantAvailability,
  StoreVariantAvailabilityQuery,
} from "../../../../../contracts/holds"
import { toStoreAvailability } from "../../../../../domain/carts/availability"
import { handle } from "../../../../utils/errors"
import { idOf } from "../../../../utils/request"

export const GET = handle(
  async (
    req: MedusaStoreRequest<unknown, StoreVariantAvailabilityQuery>,
    res: MedusaResponse<StoreVariantAvailability>
  ) => {
    const { cart_id } = req.validatedQuery as StoreVariantAvailabilityQuery
    res.json(
      await toStoreAvailability(req.scope, {
        variant_id: idOf(req),
        sales_channel_ids: req.publishable_key_context.sales_channel_ids,
        cart_id,
      })
    )
  }
)

import type { MedusaStoreRequest, MedusaResponse } from "@medusajs/framework/http"
import type {
  StoreVariantAvailability,
  StoreVariantAvailabilityQuery,
} from "../../../../../contracts/holds"
import { toStoreAvailability } from "../../../../../domain/carts/availability"
import { answered } from "../../../../utils/answered"

/**
 * What a shopper of the publishable key's sales channels can have of a variant now, and why not
 * more.
 */
export const GET = answered(
  async (
    req: MedusaStoreRequest<unknown, StoreVariantAvailabilityQuery>,
    res: MedusaResponse<StoreVariantAvailability>
  ) => {
    const { cart_id } = req.validatedQuery as StoreVariantAvailabilityQuery
    res.json(
      await toStoreAvailability(req.scope, {
        variant_id: String(req.params.id),
        sales_channel_ids: req.publishable_key_context.sales_channel_ids,
        cart_id,
      })
    )
  }
)

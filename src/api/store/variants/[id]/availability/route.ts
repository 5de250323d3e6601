import type { MedusaStoreRequest, MedusaResponse } from "@medusajs/framework/http"
import type {
  StoreVariantAvailability,
  StoreVariantAvailabilityQuery,
} from "../../../../../contracts/holds"
import { describeAvailability } from "../../../../../lib/carts/availability"

/** What a shopper of the publishable key's sales channels can have of a variant now, and why not more. */
export async function GET(
  req: MedusaStoreRequest<unknown, StoreVariantAvailabilityQuery>,
  res: MedusaResponse<StoreVariantAvailability>
): Promise<void> {
  const { cart_id } = req.validatedQuery as StoreVariantAvailabilityQuery
  res.json(
    await describeAvailability(req.scope, {
      variant_id: String(req.params.id),
      sales_channel_ids: req.publishable_key_context.sales_channel_ids,
      cart_id,
    })
  )
}

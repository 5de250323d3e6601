import type { AuthenticatedMedusaRequest, MedusaStoreRequest } from "@medusajs/framework/http"

type DropRequest = MedusaStoreRequest & Partial<Pick<AuthenticatedMedusaRequest, "auth_context">>

/** The shopper and sales channels, from the token and the publishable key, never from the body. */
export function shopperOf(req: DropRequest): {
  customer_id: string | undefined
  sales_channel_ids: readonly string[]
} {
  return {
    customer_id: req.auth_context?.actor_id || undefined,
    sales_channel_ids: req.publishable_key_context.sales_channel_ids,
  }
}

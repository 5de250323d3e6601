import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

/** Outside `/store`: no publishable key, no CORS, no token. */
export const POST = (_: MedusaRequest, res: MedusaResponse<{ empty: true }>): void => {
  res.status(201).json({ empty: true })
}

import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

/**
 * What a route under `/store` costs in Medusa before it does anything: the publishable key, CORS,
 * the token, JSON.
 */
export const POST = (_: MedusaRequest, res: MedusaResponse<{ empty: true }>): void => {
  res.status(201).json({ empty: true })
}

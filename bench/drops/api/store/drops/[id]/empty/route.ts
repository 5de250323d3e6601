import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

/** What Medusa does on `/store` before a route runs: publishable key, CORS, token, JSON. */
export const POST = (_: MedusaRequest, res: MedusaResponse<{ empty: true }>): void => {
  res.status(201).json({ empty: true })
}

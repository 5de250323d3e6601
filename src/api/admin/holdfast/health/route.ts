import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminHealthAnswer } from "../../../../contracts/health"
import { readHealth } from "../../../../domain/maintenance/health"

export async function GET(
  req: MedusaRequest,
  res: MedusaResponse<AdminHealthAnswer>
): Promise<void> {
  res.json({ health: await readHealth(req.scope) })
}

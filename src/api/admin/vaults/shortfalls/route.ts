import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminShortfallsAnswer } from "../../../../contracts/vault-shortfalls"
import { handle } from "../../../utils/errors"
import { listShortfalls } from "../../../../domain/vaults/shortfalls"
import type { AdminGetShortfallsParams } from "../routes"

export const GET = handle(
  async (
    req: AuthenticatedMedusaRequest<unknown, AdminGetShortfallsParams>,
    res: MedusaResponse<AdminShortfallsAnswer>
  ) => {
    const { limit, offset, resolved, ...chosen } = req.validatedQuery as AdminGetShortfallsParams
    const filters = {
      ...chosen,
      ...(resolved ? { resolved_at: resolved === "true" ? { $ne: null } : null } : {}),
    }
    const page = { take: limit, skip: offset }
    res.json({ ...(await listShortfalls(req.scope, filters, page)), offset, limit })
  }
)

import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type {
  AdminResolveShortfallBody,
  AdminShortfallAnswer,
} from "../../../../../../contracts/vault-shortfalls"
import { answered } from "../../../../../utils/answered"
import { resolveShortfallWorkflow } from "../../../../../../workflows/vaults/resolve-shortfall"

/**
 * Says what was done about a shortfall. The vaults are not touched: a grant or debit is a request
 * of its own.
 */
export const POST = answered(
  async (
    req: AuthenticatedMedusaRequest<AdminResolveShortfallBody>,
    res: MedusaResponse<AdminShortfallAnswer>
  ) => {
    const input = { id: String(req.params.id), reason: req.validatedBody.reason }
    const { result } = await resolveShortfallWorkflow(req.scope).run({ input })
    res.json({ shortfall: result })
  }
)

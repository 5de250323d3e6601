import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type {
  AdminResolveShortfallBody,
  AdminShortfallAnswer,
} from "../../../../../../contracts/vault-shortfalls"
import { handle } from "../../../../../utils/errors"
import { idOf } from "../../../../../utils/request"
import { resolveShortfallWorkflow } from "../../../../../../workflows/vaults/resolve-shortfall"

export const POST = handle(
  async (
    req: AuthenticatedMedusaRequest<AdminResolveShortfallBody>,
    res: MedusaResponse<AdminShortfallAnswer>
  ) => {
    const input = { id: idOf(req), reason: req.validatedBody.reason }
    const { result } = await resolveShortfallWorkflow(req.scope).run({ input })
    res.json({ shortfall: result })
  }
)

import type { MedusaResponse, MedusaStoreRequest } from "@medusajs/framework/http"
import { completeCartWorkflow } from "@medusajs/medusa/core-flows"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { PurchaseDropAnswer, PurchaseDropBody } from "../../../../../contracts/drops"
import { handle } from "../../../../utils/errors"

export const POST = handle(
  async (req: MedusaStoreRequest<PurchaseDropBody>, res: MedusaResponse<PurchaseDropAnswer>) => {
    const { cart_id } = req.validatedBody
    const { result } = await completeCartWorkflow(req.scope).run({ input: { id: cart_id } })
    const query = req.scope.resolve(ContainerRegistrationKeys.QUERY)
    const { data } = await query.graph({
      entity: "order",
      fields: ["id", "display_id", "status", "email", "currency_code", "total", "items.*"],
      filters: { id: result.id },
    })
    res.json({ type: "order", order: data[0] })
  }
)

import type { MedusaResponse, MedusaStoreRequest } from "@medusajs/framework/http"
import type { StoreAllotmentsAnswer } from "../../../../../contracts/allotments"
import { handle } from "../../../../utils/errors"
import { customerOf, idOf } from "../../../../utils/request"
import { toAdminAllotments } from "../../../../../domain/shared-inventories/allot"
import { checkMay } from "../../../../../domain/shared-inventories/permissions"

export const GET = handle(
  async (req: MedusaStoreRequest, res: MedusaResponse<StoreAllotmentsAnswer>) => {
    const id = idOf(req)
    const customerId = customerOf(req)
    await checkMay(req.scope, customerId, "see", id)
    const all = await toAdminAllotments(req.scope, id)
    const allotments = all
      .filter(({ quantity }) => quantity > 0)
      .map(({ variant_id, quantity, held, available }) => ({
        variant_id,
        quantity,
        held,
        available,
      }))
    res.json({ allotments })
  }
)

import type { MedusaResponse, MedusaStoreRequest } from "@medusajs/framework/http"
import type { StoreAllotmentsAnswer } from "../../../../../contracts/allotments"
import { answered } from "../../../../utils/answered"
import { customerOf } from "../../../../utils/customer"
import { toAdminAllotments } from "../../../../../domain/shared-inventories/allot"
import { checkMay } from "../../../../../domain/shared-inventories/permissions"

/** What the shop allots to this shared inventory, for its active members. */
export const GET = answered(
  async (req: MedusaStoreRequest, res: MedusaResponse<StoreAllotmentsAnswer>) => {
    const id = String(req.params.id)
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

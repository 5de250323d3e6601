import type { MedusaResponse, MedusaStoreRequest } from "@medusajs/framework/http"
import type { StoreAllotmentsAnswer } from "../../../../../contracts/allotments"
import { answered } from "../../../../utils/answered"
import { customerOf } from "../../../../utils/customer"
import { toAdminAllotments } from "../../../../../domain/shared-inventories/allot"
import { assertMay } from "../../../../../domain/shared-inventories/permissions"
import { readRows } from "../../../../../domain/common/trading-transaction"

/** What the shop keeps aside for this shared inventory, for its active members. */
export const GET = answered(
  async (req: MedusaStoreRequest, res: MedusaResponse<StoreAllotmentsAnswer>) => {
    const id = String(req.params.id)
    const customerId = customerOf(req)
    const standings = await readRows(req.scope, (rows) => rows.readStandings(customerId, [id]))
    assertMay(standings.get(id), "see", id)
    const all = await toAdminAllotments(req.scope, id)
    const allotments = all
      .filter((one) => one.quantity > 0)
      .map(({ variant_id, quantity, held, available }) => ({
        variant_id,
        quantity,
        held,
        available,
      }))
    res.json({ allotments })
  }
)

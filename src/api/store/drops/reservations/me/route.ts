import type { MedusaResponse, MedusaStoreRequest } from "@medusajs/framework/http"
import { ledgerOf } from "../../../../../domain/container"
import type { StoreDropReservationsAnswer } from "../../../../../contracts/drops"
import { toStoreReservation } from "../../../../../domain/drops/store-drops"
import { shopperOf } from "../../context"
import { handle } from "../../../../utils/errors"

const LIST_MAX = 100

export const GET = handle(
  async (req: MedusaStoreRequest, res: MedusaResponse<StoreDropReservationsAnswer>) => {
    const { customer_id } = shopperOf(req)
    const ledger = ledgerOf(req.scope)
    const holds = await ledger.listHolds(
      { customer_id: [String(customer_id)], pool_kind: ["drop"] }, // the route wants a login
      { order: "newest", limit: LIST_MAX }
    )
    res.json({
      reservations: holds.map((hold) => toStoreReservation(hold, hold.owner_id)),
      server_time: (await ledger.now()).toISOString(),
    })
  }
)

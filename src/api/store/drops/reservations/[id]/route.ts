import type { MedusaResponse, MedusaStoreRequest } from "@medusajs/framework/http"
import { ledgerOf } from "../../../../../domain/container"
import type { StoreDropReservationAnswer } from "../../../../../contracts/drops"
import { toStoreReservation } from "../../../../../domain/drops/store-drops"
import { forgetSoldOut } from "../../../../../domain/drops/sold-out"
import { HoldfastError } from "../../../../../shared/errors"
import { shopperOf } from "../../context"
import { handle } from "../../../../utils/errors"
import { idOf } from "../../../../utils/request"

export const DELETE = handle(
  async (req: MedusaStoreRequest, res: MedusaResponse<StoreDropReservationAnswer>) => {
    const id = idOf(req)
    const ledger = ledgerOf(req.scope)
    const hold = await ledger.findHold(id)
    const isOwn = hold?.holder_type === "customer" && hold.holder_id === shopperOf(req).customer_id
    if (!hold || !isOwn)
      throw new HoldfastError(
        "NOT_FOUND",
        `Reservation ${id} was not found. List yours to see which are open.`
      )
    if (hold.status === "active" && !hold.completing_at) {
      const by = { actor: "shopper", reason: "the shopper gave the unit back" } as const
      await ledger.release([{ hold_id: id, quantity: hold.quantity }], by)
      forgetSoldOut(hold.pool_id)
    }
    const after = (await ledger.findHold(id)) ?? hold
    res.json({ reservation: toStoreReservation(after, hold.owner_id) })
  }
)

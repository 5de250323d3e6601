import type { MedusaRequest } from "@medusajs/framework/http"
import { Modules } from "@medusajs/framework/utils"
import { guardRoutes } from "../../utils/define-routes"
import { guard } from "../../utils/errors"
import { idOf } from "../../utils/request"
import {
  refuseHeldUnits,
  takenByCorrections,
  takenByDraftOrder,
  takenByOrderChange,
  takenByRemovals,
  takenByReservation,
  type Correction,
  type Taking,
} from "../../../domain/inventory/held-units"
import { readOptions } from "../../../shared/options"

/**
 * What a request is about to take. A malformed body takes nothing: Medusa's validator rejects it.
 */
type Reader = (req: MedusaRequest) => Promise<Taking[]>

/**
 * For Medusa's Admin routes that take stock without passing a gate: they would take held units. An
 * option decides whether we reject that, or let it pass and the sweeper flags it.
 */
function keepingHolds(read: Reader) {
  const check = guard(async (req: MedusaRequest) => {
    const { adminActions, mode } = readOptions()
    if (adminActions.heldUnits === "refuse" && mode === "enforce") {
      await refuseHeldUnits(req.scope, await read(req))
    }
  })
  return { errors: ["UNITS_ON_HOLD", "CHECKOUT_BUSY"] as const, guards: [check] }
}

const fieldsOf = (req: MedusaRequest): Record<string, unknown> =>
  typeof req.body === "object" && req.body !== null ? (req.body as Record<string, unknown>) : {}

const rowsOf = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter((row) => typeof row === "object" && row !== null) : []

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined)
const number = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined

function correction(fields: Record<string, unknown>): Correction[] {
  const inventory_item_id = text(fields.inventory_item_id)
  const location_id = text(fields.location_id)
  const stocked_quantity = number(fields.stocked_quantity)
  if (!inventory_item_id || !location_id || stocked_quantity === undefined) return []
  return [{ inventory_item_id, location_id, stocked_quantity }]
}

const levelOf = (req: MedusaRequest) => ({
  inventory_item_id: idOf(req),
  location_id: String(req.params.location_id),
})

/** @param item of all rows, if the path names it. */
async function takenByBatch(req: MedusaRequest, item?: string): Promise<Taking[]> {
  const { update, delete: gone } = fieldsOf(req)
  const named = item === undefined ? {} : { inventory_item_id: item }
  const ids = Array.isArray(gone) ? gone.filter((one) => typeof one === "string") : []
  const corrections = rowsOf(update).flatMap((row) => correction({ ...row, ...named }))
  return [
    ...(await takenByCorrections(req.scope, corrections)),
    ...(await takenByRemovals(req.scope, ids)),
  ]
}

function reservation(req: MedusaRequest) {
  const { inventory_item_id, location_id, quantity } = fieldsOf(req)
  return {
    inventory_item_id: text(inventory_item_id),
    location_id: text(location_id),
    quantity: number(quantity),
  }
}

async function takenByExchange(req: MedusaRequest): Promise<Taking[]> {
  const orders = req.scope.resolve(Modules.ORDER)
  const { order_id } = await orders.retrieveOrderExchange(idOf(req), { select: ["id", "order_id"] })
  return takenByOrderChange(req.scope, order_id)
}

async function takenByClaim(req: MedusaRequest): Promise<Taking[]> {
  const orders = req.scope.resolve(Modules.ORDER)
  const { order_id } = await orders.retrieveOrderClaim(idOf(req), { select: ["id", "order_id"] })
  return takenByOrderChange(req.scope, order_id)
}

export const guardedAdminRoutes = guardRoutes({
  "POST /admin/inventory-items/:id/location-levels/:location_id": keepingHolds((req) =>
    takenByCorrections(req.scope, correction({ ...fieldsOf(req), ...levelOf(req) }))
  ),
  "DELETE /admin/inventory-items/:id/location-levels/:location_id": keepingHolds((req) =>
    takenByCorrections(req.scope, [{ ...levelOf(req), stocked_quantity: 0 }])
  ),
  "POST /admin/inventory-items/:id/location-levels/batch": keepingHolds((req) =>
    takenByBatch(req, idOf(req))
  ),
  "POST /admin/inventory-items/location-levels/batch": keepingHolds((req) => takenByBatch(req)),
  "POST /admin/reservations": keepingHolds((req) =>
    takenByReservation(req.scope, reservation(req))
  ),
  "POST /admin/reservations/:id": keepingHolds((req) =>
    takenByReservation(req.scope, reservation(req), idOf(req))
  ),
  "POST /admin/draft-orders/:id/convert-to-order": keepingHolds((req) =>
    takenByDraftOrder(req.scope, idOf(req))
  ),
  "POST /admin/order-edits/:id/confirm": keepingHolds((req) =>
    takenByOrderChange(req.scope, idOf(req))
  ),
  "POST /admin/exchanges/:id/request": keepingHolds(takenByExchange),
  "POST /admin/claims/:id/request": keepingHolds(takenByClaim),
})

import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { tradingOf } from "../../../domain/container"
import type { AdminSharedInventoriesAnswer } from "../../../contracts/admin-shared-inventories"
import { handle } from "../../utils/errors"
import type { InventoryRow } from "../../../domain/shared-inventories/inventories"
import { toAnswer } from "./answer"
import type { AdminGetSharedInventoriesParams } from "./routes"

export const GET = handle(
  async (
    req: MedusaRequest<unknown, AdminGetSharedInventoriesParams>,
    res: MedusaResponse<AdminSharedInventoriesAnswer>
  ) => {
    const { q, frozen, customer_id, ...filters } =
      req.filterableFields as Partial<AdminGetSharedInventoriesParams>
    const { skip = 0, take = 0, order } = req.queryConfig.pagination
    const trading = tradingOf(req.scope)
    const chosen: object[] = [filters]
    if (frozen) chosen.push({ frozen_at: frozen === "true" ? { $ne: null } : null })
    if (customer_id) {
      const mine = await trading.listMemberships({ customer_id, status: "active" }, { take: null })
      chosen.push({ id: mine.map((one) => one.shared_inventory_id) })
    }
    const [rows, count] = await trading.listAndCountSharedInventories(
      { ...(q ? { q } : {}), $and: chosen },
      { skip, take, order }
    )
    const shared_inventories = await toAnswer(req, rows as InventoryRow[])
    res.json({ shared_inventories, count, offset: skip, limit: take })
  }
)

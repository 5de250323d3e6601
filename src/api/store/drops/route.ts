import type { MedusaResponse, MedusaStoreRequest } from "@medusajs/framework/http"
import { openDropState, type StoreDropsAnswer } from "../../../contracts/drops"
import { ledgerOf } from "../../../lib/carts/stock"
import { dropsOf, type DropRow } from "../../../lib/drops/definitions"
import { describeDrops } from "../../../lib/drops/describe"
import { filtersOfStates } from "../../../lib/drops/state-filters"
import { answered } from "../../../lib/http/answered"
import { shopperOf } from "./context"
import type { StoreGetDropsParams } from "./validators"

/** What is scheduled or live in the publishable key's sales channels, soonest first. */
export const GET = answered(
  async (req: MedusaStoreRequest, res: MedusaResponse<StoreDropsAnswer>) => {
    const query = req.validatedQuery as StoreGetDropsParams
    const { limit, offset, state = openDropState.options, ...filters } = query
    const [rows, count] = await dropsOf(req.scope).listAndCountDrops(
      {
        ...filters,
        ...filtersOfStates(state, await ledgerOf(req.scope).now()),
        sales_channel_id: [...shopperOf(req).sales_channel_ids],
      },
      { take: limit, skip: offset, order: { starts_at: "ASC", id: "ASC" } }
    )
    res.json({ drops: await describeDrops(req.scope, rows as DropRow[]), count, offset, limit })
  }
)

import type { MedusaResponse, MedusaStoreRequest } from "@medusajs/framework/http"
import { openDropState, type StoreDropsAnswer } from "../../../contracts/drops"
import { readStoreDrops } from "../../../domain/drops/store-drops"
import { handle } from "../../utils/errors"
import { shopperOf } from "./context"
import type { StoreGetDropsParams } from "./routes"

export const GET = handle(
  async (req: MedusaStoreRequest, res: MedusaResponse<StoreDropsAnswer>) => {
    const { state = openDropState.options, ...query } = req.validatedQuery as StoreGetDropsParams
    const sales_channel_id = shopperOf(req).sales_channel_ids
    const page = await readStoreDrops(req.scope, { ...query, state, sales_channel_id })
    res.json({ ...page, offset: query.offset, limit: query.limit })
  }
)

import { z } from "@medusajs/framework/zod"
import { openDropState } from "../../../contracts/drops"
import { some } from "../../utils/admin-page"
import { storePage } from "../../utils/trading-route"

const ids = some(z.string().min(1).max(255))

export const storeGetDropsParams = z.object({
  ...storePage,
  /** All that most shops ever have at once. */
  limit: storePage.limit.unwrap().default(100),
  state: some(openDropState),
  product_id: ids,
  variant_id: ids,
})

export type StoreGetDropsParams = z.infer<typeof storeGetDropsParams>

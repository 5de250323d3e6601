import { z } from "@medusajs/framework/zod"
import { id } from "../../../contracts/vaults"
import { storePage } from "../../utils/trading-route"

/** Variants that one look-up may name. */
const VARIANTS_MAX = 100

/** One id or a list of them. */
const ids = z
  .preprocess(
    (value) => (typeof value === "string" ? [value] : value),
    z.array(id).max(VARIANTS_MAX)
  )
  .optional()

/** Units of a vault, one's own or a shared one. */
export const storeUnitsParams = z.object({ ...storePage, variant_id: ids })

export type StoreUnitsParams = z.infer<typeof storeUnitsParams>

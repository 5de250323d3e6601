import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type {
  SetListingBody,
  StoreListingAnswer,
  StoreListingsAnswer,
} from "../../../../contracts/trades"
import { handle } from "../../../utils/errors"
import { customerOf } from "../../../utils/request"
import { setListing } from "../../../../domain/trades/listings"
import { resolveContext } from "../../../../domain/shared-inventories/permissions"
import { readRows } from "../../../../domain/common/trading-transaction"
import type { StoreGetListingsParams } from "../routes"

export const GET = handle(
  async (
    req: MedusaRequest<unknown, StoreGetListingsParams>,
    res: MedusaResponse<StoreListingsAnswer>
  ) => {
    const { context, limit, offset } = req.validatedQuery as StoreGetListingsParams
    const page = await readRows(req.scope, async (rows) => {
      const owner = await resolveContext(rows, customerOf(req), context, "see", { lock: false })
      return rows.listListings(owner, { limit, offset })
    })
    res.json({ ...page, offset, limit })
  }
)

export const POST = handle(
  async (req: MedusaRequest<SetListingBody>, res: MedusaResponse<StoreListingAnswer>) => {
    res.json({ listing: await setListing(req.scope, customerOf(req), req.validatedBody) })
  }
)

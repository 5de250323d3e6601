import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminTradeDetailAnswer } from "../../../../contracts/admin-trades"
import { handle } from "../../../utils/errors"
import { idOf } from "../../../utils/request"
import { listAdminEntries } from "../../../../domain/vaults/describe"
import { notFound } from "../../../../domain/trades/trade"
import { toAnswer } from "../answer"

/** More than any trade has: a few per unit list, of at most fifty units on each of three sides. */
const ENTRIES_MAX = 1_000

export const GET = handle(
  async (req: MedusaRequest, res: MedusaResponse<AdminTradeDetailAnswer>) => {
    const id = idOf(req)
    const [trade] = await toAnswer(req, [id])
    if (!trade) throw notFound(id)
    const page = { limit: ENTRIES_MAX, offset: 0 }
    const { entries: journal } = await listAdminEntries(req.scope, { reference: id }, page)
    res.json({ trade, journal })
  }
)

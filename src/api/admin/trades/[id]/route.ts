import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminTradeDetailAnswer } from "../../../../contracts/admin-trades"
import { ledgerOf } from "../../../../lib/carts/stock"
import { answered } from "../../../../lib/http/answered"
import { describeEntry } from "../../../../lib/trading/describe-entry"
import { notFound } from "../../../../lib/trading/standings"
import { toAnswer } from "../answer"

/** Entries that one trade has at most: a few per unit list, and it has at most three of fifty. */
const ENTRIES_MAX = 1_000

/** A trade with all that the ledger wrote down about it, newest first. */
export const GET = answered(
  async (req: MedusaRequest, res: MedusaResponse<AdminTradeDetailAnswer>) => {
    const id = String(req.params.id)
    const [trade] = await toAnswer(req, [id])
    if (!trade) throw notFound(id)
    const page = { limit: ENTRIES_MAX, offset: 0 }
    const { rows } = await ledgerOf(req.scope).listVaultEntries({ reference: id }, page)
    const journal = rows.map((row) => ({
      ...describeEntry(row),
      owner: { type: row.owner_type, id: row.owner_id },
      actor: row.actor,
    }))
    res.json({ trade, journal })
  }
)

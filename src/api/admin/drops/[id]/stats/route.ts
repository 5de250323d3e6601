import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminDropStatsAnswer } from "../../../../../contracts/admin-drops"
import { readStats } from "../../../../../domain/drops/admin-drops"
import { handle } from "../../../../utils/errors"
import { idOf } from "../../../../utils/request"

export const GET = handle(async (req: MedusaRequest, res: MedusaResponse<AdminDropStatsAnswer>) => {
  res.json({ stats: await readStats(req.scope, idOf(req)) })
})

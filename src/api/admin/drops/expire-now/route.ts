import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminExpireNow } from "../../../../contracts/admin-drops"
import { sweep } from "../../../../domain/maintenance/sweep"
import { answered } from "../../../utils/answered"
import { readOptions } from "../../../../shared/options"

/**
 * One round of the sweeper, now, and what it did. Lapsed units are free without it: this tidies
 * their rows.
 */
export const POST = answered(async (req: MedusaRequest, res: MedusaResponse<AdminExpireNow>) => {
  const isObserving = readOptions().mode === "observe" // then the sweeper changes nothing either
  res.json(isObserving ? { expired: 0, settled: 0 } : await sweep(req.scope))
})

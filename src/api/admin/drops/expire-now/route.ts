import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { AdminExpireNow } from "../../../../contracts/admin-drops"
import { handle } from "../../../utils/errors"
import { sweepWorkflow } from "../../../../workflows/maintenance/sweep"
import { readOptions } from "../../../../shared/options"

export const POST = handle(async (req: MedusaRequest, res: MedusaResponse<AdminExpireNow>) => {
  const isObserving = readOptions().mode === "observe" // then the sweeper changes nothing either
  if (isObserving) return void res.json({ expired: 0, settled: 0 })
  const { result } = await sweepWorkflow(req.scope).run()
  res.json(result)
})

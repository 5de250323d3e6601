import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ledgerOf, dropsOf } from "../../../domain/container"
import type {
  AdminCreateDrop,
  AdminDropAnswer,
  AdminDropsAnswer,
} from "../../../contracts/admin-drops"
import { type DropRow } from "../../../domain/drops/definitions"
import { filtersOfStates } from "../../../domain/drops/state"
import { handle } from "../../utils/errors"
import { createDropWorkflow } from "../../../workflows/drops/create-drop"
import { readAnswer, toAnswer } from "./answer"
import type { AdminGetDropsParams } from "./routes"

export const GET = handle(
  async (
    req: AuthenticatedMedusaRequest<unknown, AdminGetDropsParams>,
    res: MedusaResponse<AdminDropsAnswer>
  ) => {
    const { state, ...filters } = req.filterableFields as Partial<AdminGetDropsParams>
    const { skip = 0, take = 0, order } = req.queryConfig.pagination
    const chosen = { ...filters }
    if (state) {
      Object.assign(chosen, filtersOfStates(state, await ledgerOf(req.scope).now()))
    }
    const [rows, count] = await dropsOf(req.scope).listAndCountDrops(chosen, { skip, take, order })
    res.json({ drops: await toAnswer(req, rows as DropRow[]), count, offset: skip, limit: take })
  }
)

export const POST = handle(
  async (
    req: AuthenticatedMedusaRequest<AdminCreateDrop>,
    res: MedusaResponse<AdminDropAnswer>
  ) => {
    const { result } = await createDropWorkflow(req.scope).run({ input: req.validatedBody })
    res.json(await readAnswer(req, result.id))
  }
)

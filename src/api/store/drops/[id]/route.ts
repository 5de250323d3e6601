import type { MedusaResponse, MedusaStoreRequest } from "@medusajs/framework/http"
import type { StoreDropAnswer } from "../../../../contracts/drops"
import { dropNotFound, findDrop } from "../../../../domain/drops/definitions"
import { readStoreDrop } from "../../../../domain/drops/store-drops"
import { shopperOf } from "../context"
import { handle } from "../../../utils/errors"
import { idOf } from "../../../utils/request"

export const GET = handle(async (req: MedusaStoreRequest, res: MedusaResponse<StoreDropAnswer>) => {
  const id = idOf(req)
  const row = await findDrop(req.scope, id)
  const isTheirs = row && shopperOf(req).sales_channel_ids.includes(row.sales_channel_id)
  if (!row || !isTheirs || row.status === "draft") throw dropNotFound(id)
  res.json({ drop: await readStoreDrop(req.scope, id) })
})

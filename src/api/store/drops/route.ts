import type { MedusaResponse, MedusaStoreRequest } from "@medusajs/framework/http"
import type { StoreDropsAnswer } from "../../../contracts/drops"
import { dropsOf, type DropRow } from "../../../lib/drops/definitions"
import { describeDrops } from "../../../lib/drops/describe"
import { shopperOf } from "./context"
import { answered } from "../../../lib/http/answered"

/** Drops that one answer lists; a shop with more has another problem. */
const LIST_MAX = 100

/** What is scheduled or live in the publishable key's sales channels, soonest first. */
export const GET = answered(
  async (req: MedusaStoreRequest, res: MedusaResponse<StoreDropsAnswer>) => {
    const { sales_channel_ids } = shopperOf(req)
    const rows = (await dropsOf(req.scope).listDrops(
      { sales_channel_id: [...sales_channel_ids], status: "scheduled" },
      { take: LIST_MAX, order: { starts_at: "ASC" } }
    )) as DropRow[]
    const drops = await describeDrops(req.scope, rows)
    res.json({ drops: drops.filter((drop) => drop.state === "scheduled" || drop.state === "live") })
  }
)

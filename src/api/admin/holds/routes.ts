import { z } from "@medusajs/framework/zod"
import { adminHoldsAnswer, poolKind } from "../../../contracts/admin-holds"
import { defineRoutes } from "../../utils/define-routes"
import { adminPage, oneOrMany } from "../../utils/query"

const adminGetHoldsParams = z.object({
  ...adminPage,
  inventory_item_id: oneOrMany(z.string()),
  variant_id: oneOrMany(z.string()),
  location_id: oneOrMany(z.string()),
  cart_id: oneOrMany(z.string()),
  holder_id: oneOrMany(z.string()),
  pool_kind: oneOrMany(poolKind),
  at_risk: z.enum(["true", "false"]).optional(),
})

export const adminHoldRoutes = defineRoutes({
  name: "Holds",
  description: "Who holds which units right now.",
  auth: "admin",
  resource: "holdfast_hold",
  routes: {
    "GET /admin/holds": {
      summary: "The live holds, newest first",
      details:
        "By inventory item, to see whose units an action would take; with `at_risk=true`, those whose units were taken.",
      query: adminGetHoldsParams,
      answer: adminHoldsAnswer,
      errors: ["CHECKOUT_BUSY"],
    },
  },
})

export type AdminGetHoldsParams = z.infer<typeof adminGetHoldsParams>

import { adminHoldsAnswer } from "../../../contracts/admin-holds"
import type { RouteArea } from "../../../contracts/route-table"
import { adminGetHoldsParams } from "./validators"

export const adminHoldRoutes: RouteArea = {
  name: "Holds",
  description: "Who holds which units at this moment.",
  routes: [
    {
      method: "GET",
      path: "/admin/holds",
      summary: "The live holds, newest first",
      details:
        "Of an inventory item, to see whose units an action would take; with `at_risk=true`, those whose units were taken.",
      auth: "admin",
      query: adminGetHoldsParams,
      answers: { 200: adminHoldsAnswer },
      errors: ["CHECKOUT_BUSY"],
    },
  ],
}

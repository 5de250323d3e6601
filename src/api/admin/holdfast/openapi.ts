import { adminHealthAnswer } from "../../../contracts/health"
import type { RouteArea } from "../../../contracts/route-table"

export const adminHoldfastRoutes: RouteArea = {
  name: "Health",
  description: "Whether the plugin can keep its promises, and what to do if not.",
  routes: [
    {
      method: "GET",
      path: "/admin/holdfast/health",
      summary: "Database, locks, sweeper, reconcile and processes, each with its reason and remedy",
      details:
        "Always 200: the status is in the body. Every check ends within two seconds, whatever it asks.",
      auth: "admin",
      answers: { 200: adminHealthAnswer },
      errors: [],
    },
  ],
}

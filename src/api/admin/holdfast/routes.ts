import { adminHealthAnswer } from "../../../contracts/health"
import { defineRoutes } from "../../utils/define-routes"

export const adminHoldfastRoutes = defineRoutes({
  name: "Health",
  description: "Whether the plugin can keep its promises, and what to do if not.",
  auth: "admin",
  resource: "holdfast_health",
  routes: {
    "GET /admin/holdfast/health": {
      summary: "Database, locks, sweeper, reconcile and processes, each with its reason and remedy",
      details: "Always 200: the status is in the body. Every check ends within two seconds.",
      answer: adminHealthAnswer,
    },
  },
})

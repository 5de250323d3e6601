import { defineMiddlewares } from "@medusajs/framework/http"
import { serveRealtime } from "../realtime"
import { guardedAreas, routeAreas } from "./routes"

// Only processes that serve shoppers load routes.
serveRealtime()

export default defineMiddlewares({
  routes: [...guardedAreas, ...routeAreas].flatMap((area) => area.middlewares),
})

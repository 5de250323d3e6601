import { defineMiddlewares } from "@medusajs/framework/http"
import { serveRealtime } from "../realtime"
import { guardedAreas, routeAreas } from "./routes"

// Routes are loaded by processes that serve shoppers, and by no others.
serveRealtime()

export default defineMiddlewares({
  routes: [...guardedAreas, ...routeAreas].flatMap((area) => area.middlewares),
})

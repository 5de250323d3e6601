import type { MiddlewareRoute } from "@medusajs/framework/http"
import { noBody } from "../../../contracts/no-body"
import {
  confirmTradeBody,
  counterTradeBody,
  createRingBody,
  createTradeBody,
} from "../../../contracts/trades"
import { limitPerMinute } from "../../utils/rate-limit"
import { body, query, tradingRoute } from "../../utils/trading-route"
import { storeGetTradesParams } from "./validators"

const ALL = "/store/trades"
const ONE = `${ALL}/:id`

const creating = limitPerMinute("trades")

export const storeTradeMiddlewares: MiddlewareRoute[] = [
  tradingRoute("GET", ALL, query(storeGetTradesParams)),
  tradingRoute("POST", ALL, creating, body(createTradeBody)),
  tradingRoute("POST", `${ALL}/rings`, creating, body(createRingBody)),
  tradingRoute("GET", ONE),
  tradingRoute("POST", `${ONE}/confirm`, body(confirmTradeBody)),
  ...["decline", "cancel"].map((verb) => tradingRoute("POST", `${ONE}/${verb}`, body(noBody))),
  tradingRoute("POST", `${ONE}/counter`, creating, body(counterTradeBody)),
]

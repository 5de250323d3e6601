import OrderModule from "@medusajs/medusa/order"
import TradingModule from "../modules/trading"
import { linkBothWays } from "./link-both-ways"

linkBothWays(TradingModule.linkable.holdfastVaultShortfall, "order_id", OrderModule.linkable.order)

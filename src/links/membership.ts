import CustomerModule from "@medusajs/medusa/customer"
import TradingModule from "../modules/trading"
import { linkBothWays } from "./link-both-ways"

linkBothWays(
  TradingModule.linkable.holdfastMembership,
  "customer_id",
  CustomerModule.linkable.customer
)

import CustomerModule from "@medusajs/medusa/customer"
import ProductModule from "@medusajs/medusa/product"
import TradingModule from "../modules/trading"
import { linkBothWays } from "./link-both-ways"

const { holdfastTrade, holdfastTradeLeg } = TradingModule.linkable

linkBothWays(holdfastTrade, "created_by", CustomerModule.linkable.customer)
linkBothWays(holdfastTradeLeg, "variant_id", ProductModule.linkable.productVariant)

import ProductModule from "@medusajs/medusa/product"
import TradingModule from "../modules/trading"
import { linkBothWays } from "./link-both-ways"

linkBothWays(
  TradingModule.linkable.holdfastTradeLeg,
  "variant_id",
  ProductModule.linkable.productVariant
)

import ProductModule from "@medusajs/medusa/product"
import SalesChannelModule from "@medusajs/medusa/sales-channel"
import DropsModule from "../modules/drops"
import { linkBothWays } from "./link-both-ways"

const { holdfastDrop } = DropsModule.linkable

linkBothWays(holdfastDrop, "variant_id", ProductModule.linkable.productVariant)
linkBothWays(holdfastDrop, "product_id", ProductModule.linkable.product)
linkBothWays(holdfastDrop, "sales_channel_id", SalesChannelModule.linkable.salesChannel)

import ProductModule from "@medusajs/medusa/product"
import SalesChannelModule from "@medusajs/medusa/sales-channel"
import { defineLink } from "@medusajs/framework/utils"
import DropsModule from "../modules/drops"
import { linkBothWays } from "./link-both-ways"

const { holdfastDrop } = DropsModule.linkable

linkBothWays(holdfastDrop, "variant_id", ProductModule.linkable.productVariant)
linkBothWays(holdfastDrop, "sales_channel_id", SalesChannelModule.linkable.salesChannel)

// One way: from a module, Medusa's joiner reaches one of our lists, and variants have it. A product
// reaches its drops through its variants.
defineLink({ linkable: holdfastDrop, field: "product_id" }, ProductModule.linkable.product, {
  readOnly: true,
})

import ProductModule from "@medusajs/medusa/product"
import SalesChannelModule from "@medusajs/medusa/sales-channel"
import { defineLink } from "@medusajs/framework/utils"
import DropsModule from "../modules/drops"
import { linkBothWays } from "./link-both-ways"

const { holdfastDrop } = DropsModule.linkable

linkBothWays(holdfastDrop, "variant_id", ProductModule.linkable.productVariant)
linkBothWays(holdfastDrop, "sales_channel_id", SalesChannelModule.linkable.salesChannel)

// One way: from a module, the joiner reaches one list of ours, and variants have it. A product has
// its drops by its variants.
defineLink({ linkable: holdfastDrop, field: "product_id" }, ProductModule.linkable.product, {
  readOnly: true,
})

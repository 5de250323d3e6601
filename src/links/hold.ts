import CartModule from "@medusajs/medusa/cart"
import CustomerModule from "@medusajs/medusa/customer"
import InventoryModule from "@medusajs/medusa/inventory"
import OrderModule from "@medusajs/medusa/order"
import { defineLink } from "@medusajs/framework/utils"
import { holdBy, poolBy } from "../modules/ledger"
import { linkBothWays } from "./link-both-ways"

const hold = holdBy("id")

linkBothWays(hold, "cart_id", CartModule.linkable.cart)
linkBothWays(hold, "order_id", OrderModule.linkable.order)
linkBothWays(hold, "customer_id", CustomerModule.linkable.customer)
linkBothWays(hold, "inventory_item_id", InventoryModule.linkable.inventoryItem)

// One way: an inventory item's one list from the ledger is its holds, and each has its pool.
const pool = { linkable: poolBy("id"), field: "inventory_item_id" }
defineLink(pool, InventoryModule.linkable.inventoryItem, { readOnly: true })

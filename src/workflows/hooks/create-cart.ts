import { createCartWorkflow } from "@medusajs/medusa/core-flows"
import { readOptions } from "../../lib/options"
import { undoCreatedCart, coverCreatedCart } from "../hook-handlers/create-cart"

// Read at import: a registered handler occupies the hook even if it does nothing, and Medusa allows one for the whole
// application.
if (readOptions().hooks["createCart.cartCreated"]) {
  createCartWorkflow.hooks.cartCreated(coverCreatedCart, undoCreatedCart)
}

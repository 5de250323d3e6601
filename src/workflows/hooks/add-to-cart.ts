import { addToCartWorkflow } from "@medusajs/medusa/core-flows"
import { readOptions } from "../../lib/options"
import { undoAddToCart, validateAddToCart } from "../hook-handlers/add-to-cart"

// Read at import: a registered handler occupies the hook even if it does nothing, and Medusa allows one for the whole
// application.
if (readOptions().hooks["addToCart.validate"]) {
  addToCartWorkflow.hooks.validate(validateAddToCart, undoAddToCart)
}

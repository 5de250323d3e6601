import { completeCartWorkflow } from "@medusajs/medusa/core-flows"
import { readOptions } from "../../lib/options"
import { undoCompleteCart, validateCompleteCart } from "../hook-handlers/complete-cart"

// Read at import: a registered handler occupies the hook even if it does nothing, and Medusa allows one for the whole
// application.
if (readOptions().hooks["completeCart.validate"]) {
  completeCartWorkflow.hooks.validate(validateCompleteCart, undoCompleteCart)
}

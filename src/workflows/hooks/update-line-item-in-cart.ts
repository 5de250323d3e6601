import { updateLineItemInCartWorkflow } from "@medusajs/medusa/core-flows"
import { readOptions } from "../../lib/options"
import { undoUpdateLineItem, validateUpdateLineItem } from "../hook-handlers/update-line-item"

// Read at import: a registered handler occupies the hook even if it does nothing, and Medusa allows one for the whole
// application.
if (readOptions().hooks["updateLineItemInCart.validate"]) {
  updateLineItemInCartWorkflow.hooks.validate(validateUpdateLineItem, undoUpdateLineItem)
}

import { updateLineItemInCartWorkflow } from "@medusajs/medusa/core-flows"
import { takeHook } from "./take-hook"
import { validateUpdateLineItem, undoUpdateLineItem } from "../hook-handlers/update-line-item"

takeHook(
  "updateLineItemInCart.validate",
  updateLineItemInCartWorkflow.hooks,
  "validateUpdateLineItem",
  () => updateLineItemInCartWorkflow.hooks.validate(validateUpdateLineItem, undoUpdateLineItem)
)

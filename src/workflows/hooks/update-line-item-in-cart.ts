import { updateLineItemInCartWorkflow } from "@medusajs/medusa/core-flows"
import { takeHook } from "./take-hook"
import { undoChange, validateUpdateLineItem } from "../hook-handlers/change-cart"

takeHook(
  "updateLineItemInCart.validate",
  updateLineItemInCartWorkflow.hooks,
  "validateUpdateLineItem",
  () => updateLineItemInCartWorkflow.hooks.validate(validateUpdateLineItem, undoChange)
)

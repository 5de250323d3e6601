import { completeCartWorkflow } from "@medusajs/medusa/core-flows"
import { takeHook } from "./take-hook"
import { validateCompleteCart, undoCompleteCart } from "../hook-handlers/complete-cart"

takeHook("completeCart.validate", completeCartWorkflow.hooks, "validateCompleteCart", () =>
  completeCartWorkflow.hooks.validate(validateCompleteCart, undoCompleteCart)
)

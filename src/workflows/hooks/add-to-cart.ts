import { addToCartWorkflow } from "@medusajs/medusa/core-flows"
import { takeHook } from "./take-hook"
import { undoChange, validateAddToCart } from "../hook-handlers/change-cart"

takeHook("addToCart.validate", addToCartWorkflow.hooks, "validateAddToCart", () =>
  addToCartWorkflow.hooks.validate(validateAddToCart, undoChange)
)

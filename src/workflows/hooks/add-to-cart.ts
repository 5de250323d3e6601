import { addToCartWorkflow } from "@medusajs/medusa/core-flows"
import { takeHook } from "./take-hook"
import { validateAddToCart, undoAddToCart } from "../hook-handlers/add-to-cart"

takeHook("addToCart.validate", addToCartWorkflow.hooks, "validateAddToCart", () =>
  addToCartWorkflow.hooks.validate(validateAddToCart, undoAddToCart)
)

import { addToCartWorkflow } from "@medusajs/medusa/core-flows"
import { takeHook } from "../../lib/take-hook"
import { validateAddToCart, undoAddToCart } from "../hook-handlers/add-to-cart"

takeHook("addToCart.validate", addToCartWorkflow.hooks, "validateAddToCart", () =>
  addToCartWorkflow.hooks.validate(validateAddToCart, undoAddToCart)
)

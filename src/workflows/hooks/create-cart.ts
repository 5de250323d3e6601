import { createCartWorkflow } from "@medusajs/medusa/core-flows"
import { takeHook } from "./take-hook"
import { coverCreatedCart, undoCreatedCart } from "../hook-handlers/create-cart"

takeHook("createCart.cartCreated", createCartWorkflow.hooks, "coverCreatedCart", () =>
  createCartWorkflow.hooks.cartCreated(coverCreatedCart, undoCreatedCart)
)

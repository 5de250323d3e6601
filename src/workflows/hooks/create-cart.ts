import { createCartWorkflow } from "@medusajs/medusa/core-flows"
import { takeHook } from "./take-hook"
import { coverCreatedCart, undoChange } from "../hook-handlers/change-cart"

takeHook("createCart.cartCreated", createCartWorkflow.hooks, "coverCreatedCart", () =>
  createCartWorkflow.hooks.cartCreated(coverCreatedCart, undoChange)
)

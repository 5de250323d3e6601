import { createCartWorkflow } from "@medusajs/medusa/core-flows"
import { takeHook } from "../../lib/take-hook"
import { coverCreatedCart, undoCreatedCart } from "../hook-handlers/create-cart"

takeHook("createCart.cartCreated", createCartWorkflow.hooks, "coverCreatedCart", () =>
  createCartWorkflow.hooks.cartCreated(coverCreatedCart, undoCreatedCart)
)

/** Our handlers of core hooks, for stores that register their own and call ours. */
export {
  coverCreatedCart,
  undoChange as undoAddToCart,
  undoChange as undoCreatedCart,
  undoChange as undoUpdateLineItem,
  validateAddToCart,
  validateUpdateLineItem,
} from "./change-cart"
export { undoCompleteCart, validateCompleteCart } from "./complete-cart"

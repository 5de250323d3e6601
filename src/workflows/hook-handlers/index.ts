/**
 * The handlers of the core hooks that the plugin takes, for stores that register their own and call
 * ours.
 */
export { undoAddToCart, validateAddToCart } from "./add-to-cart"
export { undoCompleteCart, validateCompleteCart } from "./complete-cart"
export { coverCreatedCart, undoCreatedCart } from "./create-cart"
export { undoUpdateLineItem, validateUpdateLineItem } from "./update-line-item"

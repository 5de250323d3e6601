export { extendCartHoldsWorkflow } from "./holds/workflows/extend-cart-holds"
export { fitCartHoldsWorkflow } from "./holds/workflows/fit-cart-holds"
export { releaseCartHoldsWorkflow } from "./holds/workflows/release-cart-holds"
export { settleOrderHoldsWorkflow } from "./holds/workflows/settle-order-holds"

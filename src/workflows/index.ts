export { extendCartHoldsWorkflow } from "./carts/extend-holds"
export { fitCartHoldsWorkflow } from "./carts/fit-holds"
export { releaseCartHoldsWorkflow } from "./carts/release-holds"
export { settleOrderHoldsWorkflow } from "./carts/settle-order"
export { closeDropWorkflow } from "./drops/close-drop"
export {
  dropReservedWorkflow,
  holdsExpiredWorkflow,
  tradeCompletedWorkflow,
} from "./common/after-hooks"
export { createDropWorkflow } from "./drops/create-drop"
export { deleteDropWorkflow } from "./drops/delete-drop"
export { reserveDropWorkflow } from "./drops/reserve-drop"
export { scheduleDropWorkflow } from "./drops/schedule-drop"
export { updateDropWorkflow } from "./drops/update-drop"
export { returnEverythingWorkflow } from "./maintenance/return-everything"
export { sweepWorkflow } from "./maintenance/sweep"
export {
  archiveSharedInventoryWorkflow,
  returnAllotmentsWorkflow,
} from "./shared-inventories/archive"
export { setAllotmentWorkflow } from "./shared-inventories/set-allotment"
export { validateTradeWorkflow } from "./trades/validate-trade"
export { resolveShortfallWorkflow } from "./vaults/resolve-shortfall"
export { settleMissedOrdersWorkflow } from "./vaults/settle-missed-orders"
export { settleVaultsWorkflow } from "./vaults/settle-vaults"

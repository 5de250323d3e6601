/**
 * HTTP shapes, options, events and error codes, written once; the API, the client and the tests
 * share them.
 */
export * from "./admin-drops"
export * from "./admin-shared-inventories"
export * from "./admin-vaults"
export * from "./drop-events"
export * from "./drops"
export * from "./error-answers"
export * from "./allotments"
export * from "./errors"
export * from "./health"
export * from "./hold-events"
export * from "./holds"
export * from "./options"
export * from "./realtime"
export * from "./shared-inventories"
export * from "./trades"
export * from "./trading-events"
export * from "./vault-shortfalls"
export {
  type MovedAnswer,
  type Owner,
  type ShortUnits,
  type StoreEntriesAnswer,
  type StoreUnitsAnswer,
  type StoreVaultEntry,
  type StoreVaultUnits,
  type UnitsOf,
} from "./vaults"

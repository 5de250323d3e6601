/** HTTP shapes, options and error codes, written once; the API, the client and the tests share them. */
export * from "./drops"
export * from "./allotments"
export * from "./errors"
export * from "./holds"
export * from "./options"
export * from "./realtime"
export * from "./shared-inventories"
export * from "./trades"
export * from "./vault-shortfalls"
export {
  type Owner,
  type ShortUnits,
  type StoreVaultEntry,
  type StoreVaultUnits,
  type UnitsOf,
} from "./vaults"

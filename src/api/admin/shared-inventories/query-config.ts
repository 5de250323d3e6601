import { adminSharedInventory } from "../../../contracts/admin-shared-inventories"

/** All that a shared inventory carries; `frozen` and `member_count` are worked out, not stored. */
const FIELDS = Object.keys(adminSharedInventory.shape)

const WORKED_OUT = ["frozen", "member_count"]

/** What a list can be sorted by. */
export const ORDER_FIELDS = FIELDS.filter((field) => ![...WORKED_OUT, "metadata"].includes(field))

export const retrieveSharedInventoryQueryConfig = {
  defaults: FIELDS,
  allowed: FIELDS,
  isList: false,
}

export const listSharedInventoriesQueryConfig = {
  ...retrieveSharedInventoryQueryConfig,
  isList: true,
}

/** For lists whose rows are always whole. */
export const listQueryConfig = { defaults: [], isList: true }

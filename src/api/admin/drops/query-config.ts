import { adminDrop } from "../../../contracts/admin-drops"

/** All that a drop carries; `state`, `available`, `held` and `sold` are worked out, not stored. */
const FIELDS = Object.keys(adminDrop.shape)

const WORKED_OUT = ["state", "available", "held", "sold"]

/** What a list can be sorted by. */
export const ORDER_FIELDS = FIELDS.filter(
  (field) => ![...WORKED_OUT, "metadata", "price"].includes(field)
)

export const retrieveDropQueryConfig = { defaults: FIELDS, allowed: FIELDS, isList: false }

export const listDropsQueryConfig = { ...retrieveDropQueryConfig, isList: true }

export const listDropHoldsQueryConfig = { defaults: [], isList: true }

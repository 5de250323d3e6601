import { adminTrade } from "../../../contracts/admin-trades"

const FIELDS = Object.keys(adminTrade.shape)

/** What a list can be sorted by. */
export const ORDER_FIELDS = ["id", "created_at", "updated_at", "expires_at", "resolved_at"]

export const retrieveTradeQueryConfig = { defaults: FIELDS, allowed: FIELDS, isList: false }

export const listTradesQueryConfig = { ...retrieveTradeQueryConfig, isList: true }

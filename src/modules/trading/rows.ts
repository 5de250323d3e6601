import type { Bound } from "../../shared/executor"
import { findMatches } from "./operations/find-matches"
import { countMembers, listInventoriesOf } from "./operations/list-inventories"
import {
  countOtherListings,
  findListing,
  isInVaults,
  listListings,
  lockListings,
  removeListing,
  setListing,
} from "./operations/listings"
import { listInvitations, listMembers, readStandingMembers } from "./operations/read-members"
import { listStandings, lockStandings, readStandings } from "./operations/read-roles"
import { findTrades, listDueTrades, listTrades, lockTrade } from "./operations/read-trades"
import {
  insertSharedInventory,
  lockSharedInventory,
  setFrozen,
  updateSharedInventory,
} from "./operations/shared-inventories"
import {
  insertShortfalls,
  lockOrder,
  resolveShortfall,
  sumShortfalls,
} from "./operations/shortfalls"
import { activateMember, endMembers, insertMember, setMemberRole } from "./operations/write-members"
import {
  confirmParties,
  countOpenTrades,
  findByKey,
  insertTrade,
  lockProposer,
  resolveTrade,
  startCoolingOff,
} from "./operations/write-trades"

/** All operations on trading's rows. */
export const ROWS = {
  lockStandings,
  readStandings,
  listStandings,
  lockTrade,
  findTrades,
  listTrades,
  listDueTrades,
  insertTrade,
  confirmParties,
  startCoolingOff,
  resolveTrade,
  countOpenTrades,
  lockProposer,
  findByKey,
  insertSharedInventory,
  lockSharedInventory,
  updateSharedInventory,
  setFrozen,
  listInventoriesOf,
  countMembers,
  listMembers,
  readStandingMembers,
  listInvitations,
  insertMember,
  setMemberRole,
  activateMember,
  endMembers,
  lockListings,
  countOtherListings,
  setListing,
  removeListing,
  findListing,
  listListings,
  isInVaults,
  findMatches,
  lockOrder,
  sumShortfalls,
  insertShortfalls,
  resolveShortfall,
}

/** In a transaction of the ledger, or outside one for reads. */
export type TradingRows = Bound<typeof ROWS>

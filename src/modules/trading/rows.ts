import type { StoreListing } from "../../contracts/trades"
import type { Owner } from "../../contracts/vaults"
import type { Executor } from "./operations/executor"
import { countMembers, listInventoriesOf } from "./operations/list-inventories"
import {
  listInvitations,
  listMembers,
  readStandingMembers,
  type MemberRow,
} from "./operations/read-members"
import { findMatches, type MatchFound, type MatchQuery } from "./operations/find-matches"
import {
  countOtherListings,
  findListing,
  isInVaults,
  listListings,
  lockListings,
  removeListing,
  setListing,
} from "./operations/listings"
import { listStandings, readStandings, type Standing } from "./operations/read-roles"
import {
  findTrades,
  listDueTrades,
  listTrades,
  lockTrade,
  type TradeFilter,
  type TradeRow,
} from "./operations/read-trades"
import {
  insertSharedInventory,
  lockSharedInventory,
  setFrozen,
  updateSharedInventory,
  type SharedInventoryRow,
} from "./operations/shared-inventories"
import {
  activateMember,
  endMembers,
  insertMember,
  setMemberRole,
  type NewMember,
} from "./operations/write-members"
import {
  insertShortfalls,
  lockOrder,
  resolveShortfall,
  sumShortfalls,
  type NewShortfall,
} from "./operations/shortfalls"
import {
  confirmParties,
  countOpenTrades,
  findByKey,
  insertTrade,
  lockProposer,
  resolveTrade,
  startCoolingOff,
  type NewTrade,
} from "./operations/write-trades"

/**
 * The trading module's operations, bound to one executor: a transaction of the ledger, or its pool
 * for reading.
 */
export class TradingRows {
  constructor(private readonly executor: Executor) {}

  /** See `readStandings`; inside a transaction that relies on them. */
  lockStandings(customerId: string, ids: readonly string[]): Promise<Map<string, Standing>> {
    return readStandings(this.executor, customerId, ids, { lock: true })
  }

  readStandings(customerId: string, ids: readonly string[]): Promise<Map<string, Standing>> {
    return readStandings(this.executor, customerId, ids, { lock: false })
  }

  listStandings(customerId: string): Promise<Standing[]> {
    return listStandings(this.executor, customerId)
  }

  lockTrade(id: string): Promise<TradeRow | undefined> {
    return lockTrade(this.executor, id)
  }

  findTrades(ids: readonly string[]): Promise<TradeRow[]> {
    return findTrades(this.executor, ids)
  }

  listTrades(
    filter: TradeFilter,
    page: { limit: number; offset: number }
  ): ReturnType<typeof listTrades> {
    return listTrades(this.executor, filter, page)
  }

  listDueTrades(limit: number): Promise<string[]> {
    return listDueTrades(this.executor, limit)
  }

  insertTrade(trade: NewTrade): Promise<void> {
    return insertTrade(this.executor, trade)
  }

  confirmParties(tradeId: string, positions: readonly number[], by: string): Promise<void> {
    return confirmParties(this.executor, tradeId, positions, by)
  }

  startCoolingOff(tradeId: string, seconds: number): Promise<void> {
    return startCoolingOff(this.executor, tradeId, seconds)
  }

  resolveTrade(tradeId: string, end: Parameters<typeof resolveTrade>[2]): Promise<void> {
    return resolveTrade(this.executor, tradeId, end)
  }

  countOpenTrades(customerId: string): Promise<number> {
    return countOpenTrades(this.executor, customerId)
  }

  lockProposer(customerId: string): Promise<void> {
    return lockProposer(this.executor, customerId)
  }

  findByKey(customerId: string, key: string): ReturnType<typeof findByKey> {
    return findByKey(this.executor, customerId, key)
  }

  insertSharedInventory(input: Parameters<typeof insertSharedInventory>[1]): Promise<void> {
    return insertSharedInventory(this.executor, input)
  }

  lockSharedInventory(id: string): Promise<SharedInventoryRow | undefined> {
    return lockSharedInventory(this.executor, id)
  }

  updateSharedInventory(
    id: string,
    update: Parameters<typeof updateSharedInventory>[2]
  ): Promise<void> {
    return updateSharedInventory(this.executor, id, update)
  }

  setFrozen(id: string, reason: string | null): Promise<void> {
    return setFrozen(this.executor, id, reason)
  }

  listInventoriesOf(
    customerId: string,
    page: Parameters<typeof listInventoriesOf>[2]
  ): ReturnType<typeof listInventoriesOf> {
    return listInventoriesOf(this.executor, customerId, page)
  }

  countMembers(inventoryIds: readonly string[]): Promise<Map<string, number>> {
    return countMembers(this.executor, inventoryIds)
  }

  listMembers(
    inventoryId: string,
    page: Parameters<typeof listMembers>[2]
  ): ReturnType<typeof listMembers> {
    return listMembers(this.executor, inventoryId, page)
  }

  readStandingMembers(inventoryId: string): Promise<MemberRow[]> {
    return readStandingMembers(this.executor, inventoryId)
  }

  listInvitations(
    invitee: Parameters<typeof listInvitations>[1],
    page: Parameters<typeof listInvitations>[2]
  ): ReturnType<typeof listInvitations> {
    return listInvitations(this.executor, invitee, page)
  }

  insertMember(member: NewMember): Promise<void> {
    return insertMember(this.executor, member)
  }

  setMemberRole(memberId: string, role: NewMember["role"]): Promise<void> {
    return setMemberRole(this.executor, memberId, role)
  }

  activateMember(memberId: string, customerId: string): Promise<void> {
    return activateMember(this.executor, memberId, customerId)
  }

  endMembers(
    memberIds: readonly string[],
    status: Parameters<typeof endMembers>[2]
  ): Promise<void> {
    return endMembers(this.executor, memberIds, status)
  }

  lockListings(owner: Owner): Promise<void> {
    return lockListings(this.executor, owner)
  }

  countOtherListings(owner: Owner, variantId: string): Promise<number> {
    return countOtherListings(this.executor, owner, variantId)
  }

  setListing(owner: Owner, listing: Omit<StoreListing, "id">): Promise<StoreListing> {
    return setListing(this.executor, owner, listing)
  }

  removeListing(owner: Owner, variantId: string): Promise<void> {
    return removeListing(this.executor, owner, variantId)
  }

  findListing(id: string): ReturnType<typeof findListing> {
    return findListing(this.executor, id)
  }

  listListings(
    owner: Owner,
    page: { limit: number; offset: number }
  ): ReturnType<typeof listListings> {
    return listListings(this.executor, owner, page)
  }

  isInVaults(variantId: string): Promise<boolean> {
    return isInVaults(this.executor, variantId)
  }

  findMatches(query: MatchQuery): Promise<MatchFound[]> {
    return findMatches(this.executor, query)
  }

  lockOrder(orderId: string): Promise<void> {
    return lockOrder(this.executor, orderId)
  }

  sumShortfalls(lineItemIds: readonly string[]): Promise<Map<string, number>> {
    return sumShortfalls(this.executor, lineItemIds)
  }

  insertShortfalls(shortfalls: readonly NewShortfall[]): Promise<void> {
    return insertShortfalls(this.executor, shortfalls)
  }

  resolveShortfall(id: string, reason: string): Promise<boolean> {
    return resolveShortfall(this.executor, id, reason)
  }
}

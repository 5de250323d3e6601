import type { MedusaContainer } from "@medusajs/framework/types"
import type { MemberRole } from "../../contracts/shared-inventories"
import type { Owner } from "../../contracts/vaults"
import type { Standing } from "../../modules/trading/operations/read-roles"
import type { TradingRows } from "../../modules/trading/rows"
import { HoldfastError } from "../../shared/errors"
import { readRows } from "../common/trading-transaction"

/** Which roles may do what. `open`: neither archived nor frozen. `unfrozen`: also archived. */
export const ACTIONS = {
  see: { role: "member", state: "any", what: "see it" },
  leave: { role: "member", state: "any", what: "leave it" },
  deposit: { role: "member", state: "open", what: "put units into it" },
  /** Propose, answer and list for it; the inventory's `trade_role` decides who. */
  trade: { role: "trade_role", state: "open", what: "trade for it" },
  /** Decline and cancel: ending a trade is always allowed. */
  end_trade: { role: "trade_role", state: "any", what: "end its trades" },
  /** Buy from its allotted stock. */
  buy: { role: "member", state: "open", what: "buy from its stock" },
  withdraw: { role: "manager", state: "unfrozen", what: "take units out of it" },
  edit: { role: "manager", state: "open", what: "change its name and settings" },
  edit_members: { role: "manager", state: "open", what: "change its members" },
  archive: { role: "owner", state: "unfrozen", what: "archive it" },
  transfer_ownership: { role: "owner", state: "open", what: "make somebody else owner" },
} as const satisfies Record<
  string,
  { role: MemberRole | "trade_role"; state: "any" | "open" | "unfrozen"; what: string }
>

export type Action = keyof typeof ACTIONS

const RANK = { member: 0, manager: 1, owner: 2 } as const satisfies Record<MemberRole, number>

export const isAtLeast = (role: MemberRole, least: MemberRole): boolean => RANK[role] >= RANK[least]

/** The standing of an active member. */
export type MemberStanding = Standing & { role: MemberRole; member_id: string }

/**
 * Why a customer may not act (`FORBIDDEN`, `SHARED_INVENTORY_CLOSED`); undefined if they may. The
 * same error for unknown inventories and those of others: ids reveal nothing.
 */
export function may(
  standing: Standing | undefined,
  action: Action,
  inventoryId: string
): HoldfastError | undefined {
  if (!standing?.role || !standing.member_id) {
    return new HoldfastError(
      "FORBIDDEN",
      `You are not a member of shared inventory ${inventoryId}.`
    )
  }
  const { role, state, what } = ACTIONS[action]
  const least = role === "trade_role" ? standing.trade_role : role
  if (!isAtLeast(standing.role, least)) {
    return new HoldfastError(
      "FORBIDDEN",
      `Your role in shared inventory ${inventoryId} is ${standing.role}; it takes at least ${least} to ${what}.`
    )
  }
  const isArchived = standing.status === "archived"
  if (state !== "any" && (standing.frozen || (state === "open" && isArchived))) {
    return new HoldfastError(
      "SHARED_INVENTORY_CLOSED",
      `Shared inventory ${inventoryId} is ${standing.frozen ? "frozen by the shop" : "archived"}, so nobody can ${what}.`
    )
  }
  return undefined
}

/** @throws HoldfastError as `may` returns. */
export function assertMay(...asked: Parameters<typeof may>): MemberStanding {
  const error = may(...asked)
  if (error) throw error
  return asked[0] as MemberStanding // `may` refuses who is not a member
}

/** Without a lock, so that strangers do not wait. @throws as `assertMay`. */
export async function checkMay(
  container: MedusaContainer,
  customerId: string | null | undefined,
  action: Action,
  inventoryId: string
): Promise<MemberStanding> {
  const standings = customerId
    ? await readRows(container, (rows) => rows.readStandings(customerId, [inventoryId]))
    : undefined
  return assertMay(standings?.get(inventoryId), action, inventoryId)
}

/** Locks the standing until the transaction ends. @throws as `assertMay`. */
export async function lockMay(
  rows: TradingRows,
  customerId: string,
  action: Action,
  inventoryId: string
): Promise<MemberStanding> {
  const standings = await rows.lockStandings(customerId, [inventoryId])
  return assertMay(standings.get(inventoryId), action, inventoryId)
}

export const selfOf = (customerId: string): Owner => ({ type: "customer", id: customerId })

export const sharedOf = (id: string): Owner => ({ type: "shared_inventory", id })

/** The owner that a customer acts for, locked with `lock`. @throws as `assertMay`. */
export async function resolveContext(
  rows: TradingRows,
  customerId: string,
  context: string,
  action: Action,
  { lock }: { lock: boolean }
): Promise<Owner> {
  if (context === "self") return selfOf(customerId)
  const standings = await (lock
    ? rows.lockStandings(customerId, [context])
    : rows.readStandings(customerId, [context]))
  assertMay(standings.get(context), action, context)
  return sharedOf(context)
}

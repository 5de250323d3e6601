import type { MedusaContainer } from "@medusajs/framework/types"
import type { StoreMatch, TradeTarget } from "../../contracts/trades"
import type { Owner } from "../../contracts/vaults"
import type { MatchFound } from "../../modules/trading/operations/find-matches"
import { readOptions } from "../../shared/options"
import { nameKey, namesOf } from "../common/names"
import { isAtLeast, resolveContext, selfOf, sharedOf } from "../shared-inventories/permissions"
import { readRows } from "../common/trading-transaction"

/** Searches without deleted owners; after that it returns fewer matches. */
const ATTEMPTS_MAX = 3

/**
 * Trades that would give an owner what it wants, best first. Leaves out owners that the customer
 * acts for, and those that no longer exist. @throws HoldfastError `FORBIDDEN`,
 * `SHARED_INVENTORY_CLOSED`.
 */
export async function findMatchesFor(
  container: MedusaContainer,
  { customer_id, context, limit }: { customer_id: string; context: string; limit: number }
): Promise<StoreMatch[]> {
  const owner = await readRows(container, (rows) =>
    resolveContext(rows, customer_id, context, "trade", { lock: false })
  )
  const left_out = await readRows(container, (rows) => rows.listStandings(customer_id)).then(
    (standings): Owner[] => [
      selfOf(customer_id),
      ...standings
        .filter(({ role, trade_role }) => role && isAtLeast(role, trade_role))
        .map((standing) => sharedOf(standing.shared_inventory_id)),
    ]
  )
  const blocked = readOptions().trading.blockedVariants
  for (let attempt = 1; ; attempt++) {
    const query = { owner, left_out, blocked, limit }
    const found = await readRows(container, (rows) => rows.findMatches(query))
    const owners = found.flatMap((match) => match.sides.map((side) => side.owner))
    const names = await namesOf(container, owners)
    const gone = owners.filter((side) => !names.has(nameKey(side)) && side.id !== owner.id)
    if (!gone.length || attempt === ATTEMPTS_MAX) {
      return found.flatMap((match) => toStoreMatch(match, context, names) ?? [])
    }
    left_out.push(...gone)
  }
}

/** Undefined if a side has no name. */
function toStoreMatch(
  { sides, units, fit }: MatchFound,
  context: string,
  names: ReadonlyMap<string, string>
): StoreMatch | undefined {
  const named = sides.flatMap((side) => {
    const name = names.get(nameKey(side.owner))
    return name === undefined ? [] : [{ ...side, name }]
  })
  const [first, second, third] = named
  if (!first || !second || named.length < sides.length) return undefined
  const target = targetOf(second.owner)
  return {
    kind: third ? "ring" : "direct",
    sides: named,
    units,
    fit,
    proposal: third
      ? {
          context,
          others: [target, targetOf(third.owner)],
          gives: named.map((side) => side.gives),
        }
      : { context, target, offered: first.gives, wanted: second.gives },
  }
}

const targetOf = ({ type, id }: Owner): TradeTarget =>
  type === "customer" ? { customer_id: id } : { shared_inventory_id: id }

import type { MedusaContainer } from "@medusajs/framework/types"
import type { StoreTrade } from "../../contracts/trades"
import type { PartyRow, TradeRow } from "../../modules/trading/operations/read-trades"
import type { Standing } from "../../modules/trading/operations/read-roles"
import { notFound } from "./trade"
import { may } from "../shared-inventories/permissions"
import { nameKey, namesOf } from "../common/names"
import { readRows } from "../common/trading-transaction"

/** A trade as one customer sees it. @throws HoldfastError `NOT_FOUND` for a trade of others. */
export async function toStoreTrade(
  container: MedusaContainer,
  tradeId: string,
  customerId: string
): Promise<StoreTrade> {
  const [[trade], standings] = await readRows(container, (rows) =>
    Promise.all([rows.findTrades([tradeId]), rows.listStandings(customerId)])
  )
  const isInvolved = trade?.parties.some(({ owner }) =>
    owner.type === "customer"
      ? owner.id === customerId
      : standings.some((standing) => standing.shared_inventory_id === owner.id)
  )
  if (!trade || !isInvolved) throw notFound(tradeId)
  const [described] = await toStoreTrades(container, [trade], { customerId, standings })
  if (!described) throw notFound(tradeId)
  return described
}

/** @param viewer undefined for the merchant. */
export async function toStoreTrades(
  container: MedusaContainer,
  trades: readonly TradeRow[],
  viewer?: { customerId: string; standings: readonly Standing[] }
): Promise<StoreTrade[]> {
  const names = await namesOf(
    container,
    trades.flatMap((trade) => trade.parties.map((party) => party.owner))
  )
  return trades.map((trade) => ({
    id: trade.id,
    kind: trade.kind,
    status: trade.status,
    message: trade.message,
    parties: trade.parties.map((party) => ({
      position: party.position,
      owner: party.owner,
      name: names.get(nameKey(party.owner)) ?? "Somebody",
      is_yours: viewer ? actsFor(viewer, party) : false,
      confirmed: party.confirmed_at !== null,
      gives: party.gives.map(({ variant_id, quantity }) => ({ variant_id, quantity })),
      gets: trade.parties.flatMap((other) =>
        other.gives
          .filter((leg) => leg.to_position === party.position)
          .map(({ variant_id, quantity }) => ({ variant_id, quantity }))
      ),
    })),
    expires_at: trade.expires_at.toISOString(),
    settles_at: trade.settles_at?.toISOString() ?? null,
    resolved_at: trade.resolved_at?.toISOString() ?? null,
    reason: trade.reason,
    counter_of: trade.counter_of,
    created_at: trade.created_at.toISOString(),
  }))
}

function actsFor(
  { customerId, standings }: { customerId: string; standings: readonly Standing[] },
  { owner }: PartyRow
): boolean {
  if (owner.type === "customer") return owner.id === customerId
  const standing = standings.find(({ shared_inventory_id }) => shared_inventory_id === owner.id)
  return !may(standing, "trade", owner.id)
}

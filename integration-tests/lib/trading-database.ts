import type { Owner } from "../../src/contracts/vaults"
import { LedgerDatabase, useDatabase } from "./ledger-database"

/** What one owner says of one variant, and what it has of it. */
export interface Listed {
  owner: Owner
  variant_id: string
  for_trade: number
  wanted: number
  /** Units in the vault; undefined for no vault at all. */
  quantity?: number
  /** Units that a pending trade holds. */
  held?: number
  /** Units of due holds: still counted in the pool, and available to everybody. */
  due?: number
}

/** A database with the tables of the ledger and of trading. */
export class TradingDatabase extends LedgerDatabase {
  async addInventory(
    id: string,
    state: { status?: "active" | "archived"; frozen?: boolean } = {}
  ): Promise<void> {
    await this.rows(
      `insert into holdfast_shared_inventory (id, name, status, created_by, frozen_at)
       values ($1, $1, $2, 'cus_founder', case when $3 then now() end)`,
      [id, state.status ?? "active", state.frozen ?? false]
    )
  }

  /** Listings with the vaults behind them, and the holds in those. */
  async list(listed: readonly Listed[]): Promise<void> {
    const rows = JSON.stringify(
      listed.map(({ owner, ...one }, place) => ({ ...one, type: owner.type, id: owner.id, place }))
    )
    await this.rows(
      `with listed as (
         select * from json_to_recordset($1::json) as t(
           type text, id text, place int, variant_id text, for_trade int, wanted int, quantity int, held int, due int)
       ), listings as (
         insert into holdfast_trade_listing (id, owner_type, owner_id, variant_id, for_trade, wanted)
         select 'hflist_' || type || id || variant_id, type, id, variant_id, for_trade, wanted from listed
       ), pools as (
         insert into holdfast_pool (id, kind, counted_type, counted_id, owner_type, owner_id, quantity, held)
         select 'hfpool_' || type || id || variant_id, 'vault', 'variant', variant_id, type, id, quantity,
           coalesce(held, 0) + coalesce(due, 0)
         from listed where quantity is not null
       )
       insert into holdfast_hold (id, pool_id, quantity, holder_type, holder_id, reason, expires_at, extend_until)
       select 'hfhold_' || h.kind || l.type || l.id || l.variant_id, 'hfpool_' || l.type || l.id || l.variant_id, h.units,
         'trade', 'hftrade_' || h.kind, 'a test', h.until, h.until
       from listed l cross join lateral (values
         ('live', l.held, clock_timestamp() + interval '1 hour'),
         ('due', l.due, clock_timestamp() - interval '1 second')) as h(kind, units, until)
       where h.units > 0`,
      [rows]
    )
  }
}

export const useTradingDatabase = (): TradingDatabase => useDatabase(new TradingDatabase())

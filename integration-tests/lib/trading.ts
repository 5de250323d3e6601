import { randomUUID } from "node:crypto"
import type { Pool } from "pg"
import type { Answer } from "../../scripts/rush/http"
import type { MemberRole, TradeRole } from "../../src/contracts/shared-inventories"
import type { StoreTrade, TradeStatus } from "../../src/contracts/trades"
import type { Owner, UnitsOf } from "../../src/contracts/vaults"
import { inTransaction } from "../../src/modules/ledger/operations/in-transaction"
import { moveUnits } from "../../src/modules/ledger/operations/move-units"
import { DropShopper, signUp, type Customer } from "./drops"
import { foundInventory } from "./sharing"
import type { Shop } from "./shop"
import type { StoreUnderTest } from "./store-under-test"

/** A customer with a login, who speaks to the Store API of vaults and trades. */
export class Trader extends DropShopper {
  static async signUp(store: StoreUnderTest, shop: Shop, url?: string): Promise<Trader> {
    return new Trader(store, shop, await signUp(store), url)
  }

  override readonly customer: Customer

  constructor(store: StoreUnderTest, shop: Shop, customer: Customer, url?: string) {
    super(store, shop, customer, url)
    this.customer = customer
  }

  get self(): Owner {
    return { type: "customer", id: this.customer.id }
  }

  get asTarget(): { customer_id: string } {
    return { customer_id: this.customer.id }
  }

  propose(body: object, key?: string): Promise<Answer> {
    return this.send("POST", "/store/trades", body, key ? { "idempotency-key": key } : {})
  }

  act(
    tradeId: string,
    verb: "confirm" | "decline" | "cancel" | "counter",
    body: object = {}
  ): Promise<Answer> {
    return this.send("POST", `/store/trades/${tradeId}/${verb}`, body)
  }

  async trade(tradeId: string): Promise<StoreTrade> {
    return tradeOf(await this.send("GET", `/store/trades/${tradeId}`))
  }
}

export function tradeOf({ status, body }: Answer): StoreTrade {
  if (!body?.trade) throw new Error(`${status}: ${JSON.stringify(body)}`)
  return body.trade as StoreTrade
}

/** A variant that no other test trades. Trades need its id, and no product. */
export const aVariant = (): string => `variant_${randomUUID()}`

export const units = (variant_id: string, quantity: number): UnitsOf => ({ variant_id, quantity })

const LIMITS = { lockTimeoutMs: 10_000, statementTimeoutMs: 20_000 }

/** Puts units into a vault, as a merchant's grant does. */
export async function grant(db: Pool, owner: Owner, ...items: UnitsOf[]): Promise<void> {
  const reference = `test:${randomUUID()}`
  await inTransaction(db, LIMITS, (executor) =>
    moveUnits(
      executor,
      items.map((item) => ({
        ...item,
        to: owner,
        quantity: String(item.quantity),
        reference,
      })),
      { actor: "admin", reason: "granted by a test" }
    )
  )
}

export interface VaultFigures {
  quantity: number
  held: number
}

/** What a vault has, by the pool's own counters. */
export async function vaultOf(db: Pool, owner: Owner, variantId: string): Promise<VaultFigures> {
  const { rows } = await db.query<VaultFigures>(
    `select quantity::float8 as quantity, held::float8 as held from holdfast_pool
     where kind = 'vault' and counted_id = $1 and owner_type = $2 and owner_id = $3`,
    [variantId, owner.type, owner.id]
  )
  return rows[0] ?? { quantity: 0, held: 0 }
}

/** A shared inventory with members, as it is after all of them have accepted. */
export async function sharedInventory(
  db: Pool,
  members: readonly (readonly [Trader, MemberRole])[],
  { trade_role }: { trade_role?: TradeRole } = {}
): Promise<Owner> {
  const rows = members.map(([trader, role]) => [trader.customer, role] as const)
  const id = await foundInventory({ db }, `Club ${randomUUID().slice(-4)}`, rows, trade_role)
  return { type: "shared_inventory", id }
}

/** Time moves by writing it: the trade and its holds ran out a second ago. */
export async function letTradeExpire(db: Pool, tradeId: string): Promise<void> {
  await db.query(
    `update holdfast_trade set expires_at = clock_timestamp() - interval '1 second' where id = $1`,
    [tradeId]
  )
  await db.query(
    `update holdfast_hold set expires_at = clock_timestamp() - interval '1 second'
     where holder_type = 'trade' and holder_id = $1 and status = 'active'`,
    [tradeId]
  )
}

/** The cooling-off time of a trade is over. */
export async function coolOff(db: Pool, tradeId: string): Promise<void> {
  await db.query(`update holdfast_trade set settles_at = clock_timestamp() where id = $1`, [
    tradeId,
  ])
}

export async function statusInRow(db: Pool, tradeId: string): Promise<TradeStatus> {
  const { rows } = await db.query<{ status: TradeStatus }>(
    `select status from holdfast_trade where id = $1`,
    [tradeId]
  )
  if (!rows[0]) throw new Error(`There is no trade ${tradeId}.`)
  return rows[0].status
}

import type { Client } from "pg"
import { Random } from "../../integration-tests/model/random"
import { CUSTOMERS, customerIds } from "./customers"

export const MARKET = { customers: CUSTOMERS, variants: 200, listings: 10_000, seed: 20_261_121 }

/**
 * `even`: all variants are listed about equally often. `skewed`: few variants make most of the
 * listings, and four in ten customers want the same one.
 */
export type Shape = "even" | "skewed"

interface Listing {
  owner: string
  variant: string
  for_trade: number
  wanted: number
  /** Units in the vault, and how many of them are held. */
  quantity: number
  held: number
}

/** The market, from one seed; some offered units are not in the vault, others are held. */
function drawMarket(shape: Shape): Listing[] {
  const random = new Random(MARKET.seed)
  const owners = customerIds()
  const drawn = new Map<string, Listing>()
  const draw = (owner: string, variant: number): void => {
    const key = `${owner} ${variant}`
    if (drawn.has(key)) return
    const wants = shape === "skewed" && variant === 0 ? random.chance(95) : random.chance(50)
    const quantity = wants ? 0 : random.int(0, 4)
    drawn.set(key, {
      owner,
      variant: `variant_bench_${variant}`,
      for_trade: wants ? 0 : random.int(1, 3),
      wanted: wants ? random.int(1, 3) : 0,
      quantity,
      held: quantity && random.chance(10) ? 1 : 0,
    })
  }
  if (shape === "skewed") for (const owner of owners) if (random.chance(42)) draw(owner, 0)
  while (drawn.size < MARKET.listings) {
    const owner = owners[random.int(0, owners.length - 1)]
    const most = MARKET.variants - 1
    // The lowest of three draws: a tenth of the variants gets a quarter of the listings.
    const variant =
      shape === "even" ? random.int(0, most) : Math.min(...[0, 0, 0].map(() => random.int(0, most)))
    if (owner) draw(owner, variant)
  }
  return [...drawn.values()]
}

/** Empties the trading tables, fills them, and updates the planner's statistics. */
export async function seedMarket(client: Client, shape: Shape): Promise<void> {
  const market = drawMarket(shape)
  await client.query("truncate holdfast_entry, holdfast_hold, holdfast_allotment, holdfast_pool")
  await client.query("truncate holdfast_trade_listing")
  await client.query(
    `insert into holdfast_trade_listing (id, owner_type, owner_id, variant_id, for_trade, wanted, updated_at)
     select 'hflist_bench_' || row_number() over (), 'customer', t.owner, t.variant, t.for_trade, t.wanted,
       now() - make_interval(secs => row_number() over ())
     from unnest($1::text[], $2::text[], $3::int[], $4::int[]) as t(owner, variant, for_trade, wanted)`,
    [
      market.map((one) => one.owner),
      market.map((one) => one.variant),
      market.map((one) => one.for_trade),
      market.map((one) => one.wanted),
    ]
  )
  const owned = market.filter((one) => one.quantity > 0)
  await client.query(
    `insert into holdfast_pool (id, kind, counted_type, counted_id, owner_type, owner_id, quantity, held)
     select 'hfpool_bench_' || row_number() over (), 'vault', 'variant', t.variant, 'customer', t.owner, t.quantity, t.held
     from unnest($1::text[], $2::text[], $3::int[], $4::int[]) as t(owner, variant, quantity, held)`,
    [
      owned.map((one) => one.owner),
      owned.map((one) => one.variant),
      owned.map((one) => one.quantity),
      owned.map((one) => one.held),
    ]
  )
  await client.query(
    `insert into holdfast_hold (id, pool_id, quantity, holder_type, holder_id, reason, expires_at, extend_until)
     select 'hfhold_' || p.id, p.id, p.held, 'trade', 'hftrade_bench', 'bench', now() + interval '1 day', now() + interval '1 day'
     from holdfast_pool p where p.held > 0`
  )
  await client.query("analyze holdfast_trade_listing, holdfast_pool, holdfast_hold")
}

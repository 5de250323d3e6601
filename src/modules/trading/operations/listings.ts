import type { StoreListing } from "../../../contracts/trades"
import type { Owner } from "../../../contracts/vaults"
import { createId } from "../../../shared/ids"
import { countRows, lockName, type Executor } from "../../../shared/executor"

/** A listing as its owner sees it. */
const COLUMNS = "l.id, l.variant_id, l.for_trade, l.wanted"

/** Serializes changes of one owner's listings until the transaction ends: they are counted. */
export const lockListings = (executor: Executor, owner: Owner): Promise<void> =>
  lockName(executor, `holdfast listings of ${owner.type} ${owner.id}`)

/** Listings of an owner for other variants. The caller has called `lockListings`. */
export async function countOtherListings(
  executor: Executor,
  owner: Owner,
  variantId: string
): Promise<number> {
  return countRows(
    executor,
    `holdfast_trade_listing l
     where l.owner_type = $1 and l.owner_id = $2 and l.variant_id <> $3 and l.deleted_at is null`,
    [owner.type, owner.id, variantId]
  )
}

/** Replaces what an owner offers and wants of one variant. */
export async function setListing(
  executor: Executor,
  owner: Owner,
  listing: Omit<StoreListing, "id">
): Promise<StoreListing> {
  const { rows } = await executor.query<StoreListing>(
    `insert into holdfast_trade_listing as l (id, owner_type, owner_id, variant_id, for_trade, wanted)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (owner_type, owner_id, variant_id) where deleted_at is null
     do update set for_trade = excluded.for_trade, wanted = excluded.wanted, updated_at = clock_timestamp()
     returning ${COLUMNS}`,
    [
      createId("hflist"),
      owner.type,
      owner.id,
      listing.variant_id,
      listing.for_trade,
      listing.wanted,
    ]
  )
  const [row] = rows
  if (!row) throw new Error("The upsert returned no row.")
  return row
}

/** Removes an owner's listing of a variant, if any. A listing promises nothing. */
export async function removeListing(
  executor: Executor,
  owner: Owner,
  variantId: string
): Promise<void> {
  await executor.query(
    `delete from holdfast_trade_listing
     where owner_type = $1 and owner_id = $2 and variant_id = $3 and deleted_at is null`,
    [owner.type, owner.id, variantId]
  )
}

/** A listing's owner and variant. */
export async function findListing(
  executor: Executor,
  id: string
): Promise<{ owner: Owner; variant_id: string } | undefined> {
  const { rows } = await executor.query<{
    owner_type: Owner["type"]
    owner_id: string
    variant_id: string
  }>(
    `select owner_type, owner_id, variant_id from holdfast_trade_listing where id = $1 and deleted_at is null`,
    [id]
  )
  return rows.map((row) => ({
    owner: { type: row.owner_type, id: row.owner_id },
    variant_id: row.variant_id,
  }))[0]
}

/** A page of an owner's listings, newest first, and the total count. */
export async function listListings(
  executor: Executor,
  owner: Owner,
  page: { limit: number; offset: number }
): Promise<{ listings: StoreListing[]; count: number }> {
  const of = `holdfast_trade_listing l where l.owner_type = $1 and l.owner_id = $2 and l.deleted_at is null`
  const { rows } = await executor.query<StoreListing>(
    `select ${COLUMNS} from ${of} order by l.id desc limit $3 offset $4`,
    [owner.type, owner.id, page.limit, page.offset]
  )
  return { listings: rows, count: await countRows(executor, of, [owner.type, owner.id]) }
}

/** Whether anybody has units of a variant in a vault. */
export async function isInVaults(executor: Executor, variantId: string): Promise<boolean> {
  const { rows } = await executor.query<{ found: boolean }>(
    `select exists (
       select from holdfast_pool where kind = 'vault' and counted_id = $1 and quantity > 0
     ) as found`,
    [variantId]
  )
  return rows[0]?.found ?? false
}

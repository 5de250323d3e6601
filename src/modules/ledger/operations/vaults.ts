import type { Owner, StoreVaultEntry } from "../../../contracts/vaults"
import { createId } from "../../../shared/ids"
import type { Quantity } from "../../../shared/quantity"
import { vaultKey } from "../vault-key"
import { countRows, type Executor } from "../../../shared/executor"

/** One owner's units of one variant: one `vault` pool. */
export interface VaultRef {
  owner: Owner
  variant_id: string
}

/**
 * Vault pools of some owners: key → pool id. Missing ones are created, sorted against deadlocks.
 */
export async function ensureVaults(
  executor: Executor,
  refs: readonly VaultRef[]
): Promise<Map<string, string>> {
  const wanted = new Map(refs.map((ref) => [vaultKey(ref), ref]))
  const found = await findVaults(executor, [...wanted.values()])
  if (found.size === wanted.size) return found
  const missing = [...wanted]
    .filter(([key]) => !found.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const refsMissing = missing.map(([, ref]) => ref)
  await executor.query(
    `insert into holdfast_pool (id, kind, counted_type, counted_id, owner_type, owner_id, quantity)
     select t.id, 'vault', 'variant', t.variant, t.owner_type, t.owner_id, 0
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as t(id, variant, owner_type, owner_id)
     on conflict do nothing`,
    [
      refsMissing.map(() => createId("hfpool")),
      refsMissing.map((ref) => ref.variant_id),
      refsMissing.map((ref) => ref.owner.type),
      refsMissing.map((ref) => ref.owner.id),
    ]
  )
  return findVaults(executor, [...wanted.values()])
}

async function findVaults(
  executor: Executor,
  refs: readonly VaultRef[]
): Promise<Map<string, string>> {
  const { rows } = await executor.query<{
    id: string
    counted_id: string
    owner_type: Owner["type"]
    owner_id: string
  }>(
    `select p.id, p.counted_id, p.owner_type, p.owner_id
     from unnest($1::text[], $2::text[], $3::text[]) as t(variant, owner_type, owner_id)
     join holdfast_pool p on p.kind = 'vault' and p.counted_id = t.variant and p.owner_type = t.owner_type
       and p.owner_id = t.owner_id`,
    [
      refs.map((ref) => ref.variant_id),
      refs.map((ref) => ref.owner.type),
      refs.map((ref) => ref.owner.id),
    ]
  )
  return new Map(
    rows.map((row) => [
      vaultKey({ owner: { type: row.owner_type, id: row.owner_id }, variant_id: row.counted_id }),
      row.id,
    ])
  )
}

export interface VaultEntry {
  id: string
  at: Date
  kind: StoreVaultEntry["kind"]
  variant_id: string
  /** Signed: the change. For kinds that concern holds (`placed` … `consumed`): units held. */
  quantity: Quantity
  /** The order line, trade, transfer or grant; null for a hold's entry. */
  reference: string | null
  hold_id: string | null
  /** The trade that holds the units; null for other movements. */
  trade_id: string | null
  actor: string
  reason: string
}

/** A page of the journal: of some owners' vaults, or of one reference or trade. Newest first. */
export async function listVaultEntries(
  executor: Executor,
  of: { owners: readonly Owner[] } | { reference: string },
  page: { limit: number; offset: number }
): Promise<{
  rows: (VaultEntry & { owner_type: Owner["type"]; owner_id: string })[]
  count: number
}> {
  const byOwner = "owners" in of
  const values = byOwner
    ? [of.owners.map((owner) => owner.type), of.owners.map((owner) => owner.id)]
    : [of.reference]
  const chosen = byOwner
    ? `(p.owner_type, p.owner_id) in (select * from unnest($1::text[], $2::text[]))`
    : `(e.reference = $1 or (e.holder_type = 'trade' and e.holder_id = $1))`
  const from = `holdfast_entry e join holdfast_pool p on p.id = e.pool_id where p.kind = 'vault' and ${chosen}`
  const { rows } = await executor.query<
    VaultEntry & { owner_type: Owner["type"]; owner_id: string }
  >(
    `select e.id, e.at, e.kind, p.counted_id as variant_id, e.quantity::text, e.reference, e.hold_id,
       case when e.holder_type = 'trade' then e.holder_id when e.reference like 'hftrade\\_%' then e.reference end as trade_id, e.actor, e.reason, p.owner_type, p.owner_id
     from ${from} order by e.id desc limit $${values.length + 1} offset $${values.length + 2}`,
    [...values, page.limit, page.offset]
  )
  return { rows, count: await countRows(executor, from, values) }
}

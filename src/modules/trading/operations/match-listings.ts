import type { Owner } from "../../../contracts/vaults"
import type { Executor } from "../../../shared/executor"
import { OFFERED } from "./offered-units"

/**
 * What matching reads: listings, and the ledger's vault pools and holds in the same database. A
 * second query to the ledger would carry every candidate's vaults, most for nothing.
 *
 * Statements take arrays: the planner relies on their lengths.
 */

/** Owners to trade with: not excluded by the caller ($1), and not frozen or archived. */
const IS_PARTNER = `l.owner_type || ' ' || l.owner_id <> all($1::text[])
  and (l.owner_type = 'customer' or exists (
    select from holdfast_shared_inventory i
    where i.id = l.owner_id and i.status = 'active' and i.frozen_at is null and i.deleted_at is null))`

export const ownerKey = ({ type, id }: Owner): string => `${type} ${id}`

/** Units of one variant that an owner gives or wants. */
export interface Line {
  owner: Owner
  variant_id: string
  units: number
}

interface LineRow {
  owner_type: Owner["type"]
  owner_id: string
  variant_id: string
  units: number
}

const toLine = ({ owner_type, owner_id, variant_id, units }: LineRow): Line => ({
  owner: { type: owner_type, id: owner_id },
  variant_id,
  units,
})

/** What one owner gives and wants, blocked variants aside. */
export async function readOwnListings(
  executor: Executor,
  owner: Owner,
  blocked: readonly string[]
): Promise<{ variant_id: string; gives: number; wants: number }[]> {
  const { rows } = await executor.query<{ variant_id: string; gives: number; wants: number }>(
    `select l.variant_id, ${OFFERED} as gives, l.wanted as wants from holdfast_trade_listing l
     where l.owner_type = $1 and l.owner_id = $2 and l.deleted_at is null and l.variant_id <> all($3::text[])`,
    [owner.type, owner.id, [...blocked]]
  )
  return rows
}

/** Who wants some variants; of each variant at most `most`, the latest touched first. */
export async function readWanters(
  executor: Executor,
  leftOut: readonly string[],
  variantIds: readonly string[],
  most: number
): Promise<Line[]> {
  if (!variantIds.length) return []
  const { rows } = await executor.query<LineRow>(
    `select t.owner_type, t.owner_id, v.variant_id, t.wanted as units
     from unnest($2::text[]) as v(variant_id) cross join lateral (
       select l.owner_type, l.owner_id, l.wanted from holdfast_trade_listing l
       where l.variant_id = v.variant_id and l.wanted > 0 and l.deleted_at is null and ${IS_PARTNER}
       order by l.updated_at desc, l.id limit $3
     ) t`,
    [[...leftOut], [...variantIds], most]
  )
  return rows.map(toLine)
}

/** Who has some variants to give now; of each variant at most `most`, the latest touched first. */
export async function readGivers(
  executor: Executor,
  leftOut: readonly string[],
  variantIds: readonly string[],
  most: number
): Promise<Line[]> {
  if (!variantIds.length) return []
  const { rows } = await executor.query<LineRow>(
    `select t.owner_type, t.owner_id, v.variant_id, t.units
     from unnest($2::text[]) as v(variant_id) cross join lateral (
       select l.owner_type, l.owner_id, o.units from holdfast_trade_listing l
       cross join lateral (select ${OFFERED} as units offset 0) o -- or it is computed twice
       where l.variant_id = v.variant_id and l.for_trade > 0 and l.deleted_at is null and ${IS_PARTNER} and o.units > 0
       order by l.updated_at desc, l.id limit $3
     ) t`,
    [[...leftOut], [...variantIds], most]
  )
  return rows.map(toLine)
}

/** Units that some owners want in all, by `ownerKey`. */
export async function readWantedUnits(
  executor: Executor,
  owners: readonly Owner[],
  blocked: readonly string[]
): Promise<Map<string, number>> {
  const { rows } = await executor.query<{ place: number; units: number }>(
    `select o.place::int as place, sum(l.wanted)::int as units
     from unnest($1::text[], $2::text[]) with ordinality as o(type, id, place)
     join holdfast_trade_listing l on l.owner_type = o.type and l.owner_id = o.id
     where l.wanted > 0 and l.deleted_at is null and l.variant_id <> all($3::text[])
     group by o.place -- a number: sorting thousands of ids takes longer than the rest`,
    [owners.map((owner) => owner.type), owners.map((owner) => owner.id), [...blocked]]
  )
  return new Map(
    rows.flatMap(({ place, units }) => {
      const owner = owners[place - 1]
      return owner ? [[ownerKey(owner), units] as const] : []
    })
  )
}

import type { Owner } from "../../../contracts/vaults"
import type { Executor } from "../../../shared/executor"
import type { Line } from "./match-listings"
import { OFFERED } from "./offered-units"

export interface LineChoice {
  /** The most promising first: their listings are considered in this order. */
  owners: readonly Owner[]
  /** Only these variants; undefined for all that are not blocked. */
  variant_ids?: readonly string[]
  blocked: readonly string[]
  /** Listings considered, at most. */
  limit: number
}

/** What some owners want. */
export async function readWantsOf(executor: Executor, choice: LineChoice): Promise<Line[]> {
  const { rows } = await executor.query<PlacedRow>(
    `select o.place::int as place, l.variant_id, l.wanted as units ${LISTINGS_OF} and l.wanted > 0 ${IN_PLACE}`,
    valuesOf(choice)
  )
  return toLines(rows, choice)
}

/** What some owners can give now. */
export async function readGivesOf(executor: Executor, choice: LineChoice): Promise<Line[]> {
  const { rows } = await executor.query<PlacedRow>(
    `select * from (
       select l.place, l.variant_id, ${OFFERED} as units from (
         select o.place::int as place, l.owner_type, l.owner_id, l.variant_id, l.for_trade
         ${LISTINGS_OF} and l.for_trade > 0 ${IN_PLACE}
       ) l offset 0 -- or the units are computed twice
     ) offered where units > 0`,
    valuesOf(choice)
  )
  return toLines(rows, choice)
}

interface PlacedRow {
  /** The owner's place in the request, from 1. */
  place: number
  variant_id: string
  units: number
}

const LISTINGS_OF = `from unnest($1::text[], $2::text[]) with ordinality as o(type, id, place)
  join holdfast_trade_listing l on l.owner_type = o.type and l.owner_id = o.id
  where l.deleted_at is null and l.variant_id <> all($3::text[]) and ($4::text[] is null or l.variant_id = any($4))`

/** By bytes: a locale's order takes ten times as long, and may differ between databases. */
const IN_PLACE = `order by o.place, l.variant_id collate "C" limit $5`

const valuesOf = ({ owners, variant_ids, blocked, limit }: LineChoice): unknown[] => [
  owners.map((owner) => owner.type),
  owners.map((owner) => owner.id),
  [...blocked],
  variant_ids ? [...variant_ids] : null,
  limit,
]

const toLines = (rows: readonly PlacedRow[], { owners }: LineChoice): Line[] =>
  rows.flatMap(({ place, variant_id, units }) => {
    const owner = owners[place - 1]
    return owner ? [{ owner, variant_id, units }] : []
  })

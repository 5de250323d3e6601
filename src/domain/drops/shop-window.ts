import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf, dropsOf } from "../container"
import type { DropState, StoreDrop } from "../../contracts/drops"
import { coalesce } from "../../shared/coalesce"
import { type DropRow } from "./definitions"
import { describeDrops, dropNotFound } from "./describe"
import { filtersOfStates } from "./state-filters"

/** What a Store list of drops is asked for. */
export interface DropsQuery {
  sales_channel_id: readonly string[]
  product_id?: string[]
  variant_id?: string[]
  state: readonly DropState[]
  limit: number
  offset: number
}

export interface DropsPage {
  drops: StoreDrop[]
  count: number
}

/** A drop as shoppers see it, and the sales channel whose shoppers may. */
export interface SeenDrop {
  drop: StoreDrop
  sales_channel_id: string
}

/**
 * Thousands open a drop's page in the minute before it begins: they share a read, and see what is
 * so now. Undefined when there is none.
 */
export const seeDrop = coalesce(
  async (container: MedusaContainer, ids): Promise<(SeenDrop | undefined)[]> => {
    const rows: DropRow[] = await dropsOf(container).listDrops({ id: [...ids] }, { take: null })
    const drops = await describeDrops(container, rows)
    return ids.map((id) => {
      const at = rows.findIndex((row) => row.id === id)
      const [drop, row] = [drops[at], rows[at]]
      return drop && row && { drop, sales_channel_id: row.sales_channel_id }
    })
  }
)

/** @throws HoldfastError `DROP_NOT_FOUND`. */
export async function lookAtDrop(container: MedusaContainer, dropId: string): Promise<StoreDrop> {
  const seen = await seeDrop(container, dropId)
  if (!seen) throw dropNotFound(dropId)
  return seen.drop
}

const lookAtPage = coalesce((container: MedusaContainer, queries) =>
  Promise.all(
    queries.map((query) =>
      list(container, JSON.parse(query) as DropsQuery).catch(
        // what one of them asked for must not fail the others
        (error: unknown) => (error instanceof Error ? error : new Error(String(error)))
      )
    )
  )
)

/** Soonest first. */
export const lookAtDrops = (container: MedusaContainer, query: DropsQuery): Promise<DropsPage> =>
  lookAtPage(container, JSON.stringify(query))

async function list(
  container: MedusaContainer,
  { state, limit, offset, ...filters }: DropsQuery
): Promise<DropsPage> {
  const [rows, count] = await dropsOf(container).listAndCountDrops(
    {
      ...filters,
      sales_channel_id: [...filters.sales_channel_id],
      ...filtersOfStates(state, await ledgerOf(container).now()),
    },
    { take: limit, skip: offset, order: { starts_at: "ASC", id: "ASC" } }
  )
  return { drops: await describeDrops(container, rows as DropRow[]), count }
}

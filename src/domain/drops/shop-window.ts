import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf, dropsOf } from "../container"
import type { DropState, StoreDrop } from "../../contracts/drops"
import { together } from "../../shared/together"
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

interface Looks {
  one: (dropId: string) => Promise<StoreDrop>
  page: (query: string) => Promise<DropsPage>
}

const known = new WeakMap<object, Looks>()

/**
 * Thousands open a drop's page in the minute before it begins: they look at it together, and see
 * what is so now.
 */
function looksOf(container: MedusaContainer): Looks {
  const service = dropsOf(container)
  const looks = known.get(service) ?? {
    one: together<StoreDrop>(async (ids) => {
      const rows = (await service.listDrops({ id: [...ids] }, { take: ids.length })) as DropRow[]
      const drops = await describeDrops(container, rows)
      return ids.map((id) => drops.find((drop) => drop.id === id) ?? dropNotFound(id))
    }),
    page: together<DropsPage>((queries) =>
      Promise.all(
        queries.map((query) =>
          list(container, JSON.parse(query) as DropsQuery).catch(
            // what one of them asked for must not fail the others
            (error: unknown) => (error instanceof Error ? error : new Error(String(error)))
          )
        )
      )
    ),
  }
  known.set(service, looks)
  return looks
}

/** @throws HoldfastError `DROP_NOT_FOUND`. */
export const lookAtDrop = (container: MedusaContainer, dropId: string): Promise<StoreDrop> =>
  looksOf(container).one(dropId)

/** Soonest first. */
export const lookAtDrops = (container: MedusaContainer, query: DropsQuery): Promise<DropsPage> =>
  looksOf(container).page(JSON.stringify(query))

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

import { LRUCache } from "lru-cache"
import type { InferTypeOf, MedusaContainer } from "@medusajs/framework/types"
import type { Drop } from "../../modules/drops/models/drop"
import { HoldfastError } from "../../shared/errors"
import { dropsOf } from "../container"

export type DropRow = InferTypeOf<typeof Drop>

/** Window, limit and stock are the ledger's, and are never cached. */
const known = new LRUCache<string, { drop: DropRow | null }, MedusaContainer>({
  max: 1_000,
  ttl: 1_000,
  ignoreFetchAbort: true, // whoever waits gets it, also when the drop is forgotten meanwhile
  fetchMethod: async (dropId, _, { context: container }) => {
    const [drop] = (await dropsOf(container).listDrops({ id: [dropId] }, { take: 1 })) as DropRow[]
    return { drop: drop ?? null }
  },
})

/** A drop's description, read once a second per process: thousands want the same one. */
export async function findDrop(
  container: MedusaContainer,
  dropId: string
): Promise<DropRow | null> {
  return (await known.fetch(dropId, { context: container }))?.drop ?? null
}

export const forgetDrop = (dropId: string): void => void known.delete(dropId)

/** The current drop, uncached. @throws HoldfastError `DROP_NOT_FOUND`. */
export async function retrieveDrop(container: MedusaContainer, dropId: string): Promise<DropRow> {
  const [drop] = (await dropsOf(container).listDrops({ id: [dropId] })) as DropRow[]
  if (!drop) throw dropNotFound(dropId)
  return drop
}

export async function writeDrop(
  container: MedusaContainer,
  dropId: string,
  values: Partial<DropRow>
): Promise<void> {
  await dropsOf(container).updateDrops({ ...values, id: dropId })
  forgetDrop(dropId)
}

export const dropNotFound = (dropId: string): HoldfastError =>
  new HoldfastError("DROP_NOT_FOUND", `There is no drop ${dropId}.`)

/**
 * The drop that a shopper asks for, if they may see it.
 * @throws HoldfastError `AUTH_REQUIRED`, `DROP_NOT_FOUND`.
 */
export async function findDropOf(
  container: MedusaContainer,
  shopper: { drop_id: string; customer_id?: string; sales_channel_ids: readonly string[] }
): Promise<DropRow> {
  const drop = await findDrop(container, shopper.drop_id)
  if (!shopper.customer_id && !drop?.guests_allowed) {
    throw new HoldfastError("AUTH_REQUIRED", "Log in to buy from this drop.")
  }
  if (!drop || !shopper.sales_channel_ids.includes(drop.sales_channel_id)) {
    throw dropNotFound(shopper.drop_id)
  }
  return drop
}

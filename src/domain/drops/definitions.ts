import type { InferTypeOf, MedusaContainer } from "@medusajs/framework/types"
import type { Drop } from "../../modules/drops/models/drop"
import type DropsModuleService from "../../modules/drops/service"
import { dropsOf } from "../container"
import { TtlCache } from "../../shared/ttl-cache"

export type DropRow = InferTypeOf<typeof Drop>

/** Window, limit and stock are the ledger's, and not kept here. */
const LIMITS = { ttlMs: 1_000, entriesMax: 1_000 }

const known = new WeakMap<DropsModuleService, TtlCache<DropRow | null>>()

/** A drop's description, looked up once a second per process: thousands ask for the same one. */
export function findDrop(container: MedusaContainer, dropId: string): Promise<DropRow | null> {
  const service = dropsOf(container)
  const cache = known.get(service) ?? new TtlCache<DropRow | null>(LIMITS)
  known.set(service, cache)
  return cache.get(dropId, async () => {
    const [drop] = (await service.listDrops({ id: [dropId] }, { take: 1 })) as DropRow[]
    return drop ?? null
  })
}

/** After this process changed the drop. */
export function forgetDrop(container: MedusaContainer, dropId: string): void {
  known.get(dropsOf(container))?.forget(dropId)
}

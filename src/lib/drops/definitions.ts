import type { InferTypeOf, MedusaContainer } from "@medusajs/framework/types"
import type { Drop } from "../../modules/drops/models/drop"
import type DropsModuleService from "../../modules/drops/service"
import { DROPS_MODULE } from "../options"

export type DropRow = InferTypeOf<typeof Drop>

export const dropsOf = (container: MedusaContainer): DropsModuleService =>
  container.resolve(DROPS_MODULE)

/** Milliseconds that a process goes by what it knows of a drop. Window, limit and stock are the ledger's, not kept here. */
const KNOWN_MS = 1_000

/** Drops that one process remembers. */
const KNOWN_MAX = 1_000

const known = new WeakMap<
  DropsModuleService,
  Map<string, { drop: DropRow | null; until: number }>
>()

/** A drop's description, looked up at most once a second per process: thousands ask for the same one. */
export async function findDrop(
  container: MedusaContainer,
  dropId: string
): Promise<DropRow | null> {
  const service = dropsOf(container)
  const cache = known.get(service) ?? new Map<string, { drop: DropRow | null; until: number }>()
  known.set(service, cache)
  const entry = cache.get(dropId)
  if (entry && entry.until > Date.now()) return entry.drop
  const [drop] = (await service.listDrops({ id: [dropId] }, { take: 1 })) as DropRow[]
  if (cache.size >= KNOWN_MAX) cache.clear()
  cache.set(dropId, { drop: drop ?? null, until: Date.now() + KNOWN_MS })
  return drop ?? null
}

/** After this process changed the drop. */
export function forgetDrop(container: MedusaContainer, dropId: string): void {
  known.get(dropsOf(container))?.delete(dropId)
}

import type { IEventBusModuleService } from "@medusajs/framework/types"
import { EventPriority } from "@medusajs/framework/utils"
import type { Run } from "../../shared/executor"
import type { Connections } from "./connections"
import { toEvents } from "./operations/events"
import { readOwners } from "./operations/read-owners"
import type { HoldChange } from "./operations/rows"

/** Pools whose owners one process caches. */
const POOLS_KNOWN_MAX = 50_000

/** Not logged for every hold; for Redis, `internal` alone would mean the lowest priority. */
const UNLOGGED = { internal: true, priority: EventPriority.DEFAULT }

/** Emits the ledger's changes as events. */
export class Publisher {
  /** Pool → the drop that owns it, or null. */
  readonly #dropOfPool = new Map<string, string | null>()

  constructor(
    private readonly connections: Connections,
    private readonly findBus: () => IEventBusModuleService | undefined,
    private readonly warn: (message: string) => void
  ) {}

  /** Like `run`, and emits the changes of holds. */
  publishing(run: Run): Run {
    return async (work) => {
      const result = await run(work)
      await this.publish(changesIn(result))
      return result
    }
  }

  /** After the commit. A lost event only delays a screen, so it never fails the request. */
  async publish(changes: readonly HoldChange[]): Promise<void> {
    const bus = changes.length ? this.findBus() : undefined
    if (!bus) return
    try {
      await this.#learnOwners(changes)
      const events = toEvents(changes, (poolId) => this.#dropOfPool.get(poolId) ?? null)
      if (events.length) await bus.emit(events, UNLOGGED)
    } catch (error) {
      this.warn(`${changes.length} event(s) not emitted: ${String(error)}`)
    }
  }

  /** A pool's owner never changes, so it is looked up once. */
  async #learnOwners(changes: readonly HoldChange[]): Promise<void> {
    const unknown = new Set(changes.map((change) => change.pool_id))
    for (const poolId of unknown) if (this.#dropOfPool.has(poolId)) unknown.delete(poolId)
    if (!unknown.size) return
    if (this.#dropOfPool.size > POOLS_KNOWN_MAX) this.#dropOfPool.clear()
    const ids = [...unknown]
    for (const pool of await this.connections.plain((executor) => readOwners(executor, ids))) {
      this.#dropOfPool.set(pool.id, pool.kind === "drop" ? pool.owner_id : null)
    }
  }
}

/** Operations return their changes, or something with them. */
function changesIn(result: unknown): readonly HoldChange[] {
  const isMore = typeof result === "object" && result !== null && "changes" in result
  const changes = isMore ? result.changes : result
  return Array.isArray(changes) ? (changes as HoldChange[]) : [] // by contract
}

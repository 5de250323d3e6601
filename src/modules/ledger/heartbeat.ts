import { hostname } from "node:os"
import { generateEntityId, Modules } from "@medusajs/framework/utils"
import type { ConfigModule } from "@medusajs/framework/types"
import { SERVER_LOST_AFTER_SECONDS, type ServerBeat } from "./operations/heartbeat"

interface Ledger {
  beat(server: ServerBeat): Promise<ServerBeat[]>
  endBeat(id: string): Promise<void>
}

export interface Heartbeat {
  readonly id: string
  stop(): Promise<void>
}

/** The lock provider that no other process shares. */
export const IN_MEMORY = "in-memory"

/** Writes this process's beat, and warns when others run while Medusa's locks are in memory. */
export function startHeartbeat(
  ledger: Ledger,
  config: ConfigModule,
  warn: (message: string) => void
): Heartbeat {
  const server: ServerBeat = {
    id: generateEntityId(undefined, "hfsrv"),
    host: hostname(),
    pid: process.pid,
    lock_provider: findLockProvider(config),
    worker_mode: config.projectConfig.workerMode ?? "shared",
  }
  let warned = false
  const writeBeat = async (): Promise<void> => {
    try {
      const others = await ledger.beat(server)
      if (!others.length || warned || server.lock_provider !== IN_MEMORY) return
      warned = true
      warn(
        `${others.length} other process(es) share this database (${others.map(({ host, pid }) => `${host}:${pid}`).join(", ")}), ` +
          "but Medusa's lock provider is in memory, for one process only. Register @medusajs/medusa/locking-postgres " +
          "or locking-redis in medusa-config.ts: until then, a stock change in one process may conflict with an order in another."
      )
    } catch (error) {
      warn(`could not write the heartbeat: ${String(error)}`)
    }
  }
  void writeBeat()
  const timer = setInterval(() => void writeBeat(), (SERVER_LOST_AFTER_SECONDS * 1_000) / 3)
  timer.unref()
  return {
    id: server.id,
    async stop() {
      clearInterval(timer)
      // a row that stays expires by itself
      await ledger.endBeat(server.id).catch(() => undefined)
    },
  }
}

/** The id of the default lock provider in `medusa-config.ts`. */
function findLockProvider(config: ConfigModule): string {
  const modules: Record<string, unknown> = config.modules ?? {}
  const locking = modules[Modules.LOCKING]
  if (typeof locking !== "object" || locking === null || !("options" in locking)) return IN_MEMORY
  const options = locking.options as {
    providers?: { id?: string; resolve?: unknown; is_default?: boolean }[]
  }
  const provider =
    options.providers?.find((candidate) => candidate.is_default) ?? options.providers?.[0]
  return provider?.id ?? (typeof provider?.resolve === "string" ? provider.resolve : IN_MEMORY)
}

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
  const once = async (): Promise<void> => {
    try {
      const others = await ledger.beat(server)
      if (!others.length || warned || server.lock_provider !== IN_MEMORY) return
      warned = true
      warn(
        `${others.length} other process(es) share this database (${others.map((one) => `${one.host}:${one.pid}`).join(", ")}), ` +
          "but Medusa's lock provider is in memory and knows this process only. Register @medusajs/medusa/locking-postgres " +
          "or locking-redis in medusa-config.ts: until then, admin changes of stock in one process may cross orders in another."
      )
    } catch (error) {
      warn(`the heartbeat could not be written: ${String(error)}`)
    }
  }
  void once()
  const timer = setInterval(() => void once(), (SERVER_LOST_AFTER_SECONDS * 1_000) / 3)
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
export function findLockProvider(config: ConfigModule): string {
  const modules: Record<string, unknown> = config.modules ?? {}
  const locking = modules[Modules.LOCKING]
  if (typeof locking !== "object" || locking === null || !("options" in locking)) return IN_MEMORY
  const options = locking.options as {
    providers?: { id?: string; resolve?: unknown; is_default?: boolean }[]
  }
  const provider = options.providers?.find((one) => one.is_default) ?? options.providers?.[0]
  return provider?.id ?? (typeof provider?.resolve === "string" ? provider.resolve : IN_MEMORY)
}

import type { ConfigModule } from "@medusajs/framework/types"
import type { HoldfastOptions } from "../../contracts/options"
import { PostgresWire } from "./postgres"
import { RedisWire } from "./redis"
import { noWire, type Wire, type WireEnd } from "./wire"

export type { Wire } from "./wire"

export function openWire(
  adapter: HoldfastOptions["realtime"]["adapter"],
  config: ConfigModule,
  end: WireEnd
): Wire {
  switch (adapter ?? (config.projectConfig.redisUrl ? "redis" : "postgres")) {
    case "postgres":
      return new PostgresWire(config, end)
    case "redis":
      return new RedisWire(config, end)
    case "none":
      return noWire
  }
}

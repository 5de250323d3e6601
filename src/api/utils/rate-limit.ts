import type { MedusaRequest } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { ConfigModule, Logger } from "@medusajs/framework/types"
import { Redis } from "ioredis"
import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from "rate-limiter-flexible"
import { HoldfastError } from "../../shared/errors"
import { readOptions } from "../../shared/options"
import { guard } from "./errors"

export type Limited = keyof ReturnType<typeof readOptions>["trading"]["perMinute"]

const MINUTE_SECONDS = 60

/** Milliseconds to wait for Redis before counting in this process alone. */
const REDIS_TIMEOUT_MS = 1_000

const limiters = new Map<Limited, RateLimiterAbstract>()
let redis: Redis | undefined

/**
 * Limits a customer's requests of a kind per minute; beyond that, 429 `TOO_MANY_REQUESTS` with
 * `Retry-After`. Counts in the store's Redis, or per process without one or while it is down.
 */
export function limitPerMinute(what: Limited) {
  return guard(async (req: MedusaRequest) => {
    const who = (req as { auth_context?: { actor_id?: string } }).auth_context?.actor_id
    if (!who) return // the route itself asks for a login
    try {
      await limiterOf(what, req).consume(who)
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error
      const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000))
      const logger: Logger = req.scope.resolve(ContainerRegistrationKeys.LOGGER)
      logger.warn(`holdfast: a customer exceeded the limit of ${what} per minute`)
      throw new HoldfastError(
        "TOO_MANY_REQUESTS",
        `Too many requests. Please try again in ${seconds} s.`,
        { retry_after_seconds: seconds }
      )
    }
  })
}

function limiterOf(what: Limited, req: MedusaRequest): RateLimiterAbstract {
  const known = limiters.get(what)
  if (known) return known
  const config: ConfigModule = req.scope.resolve(ContainerRegistrationKeys.CONFIG_MODULE)
  const limit = {
    points: readOptions().trading.perMinute[what],
    duration: MINUTE_SECONDS,
    keyPrefix: `${config.projectConfig.redisPrefix ?? ""}holdfast:${what}`,
  }
  const alone = new RateLimiterMemory(limit)
  const client = connectRedis(config, req)
  const limiter = client
    ? new RateLimiterRedis({ ...limit, storeClient: client, insuranceLimiter: alone })
    : alone
  limiters.set(what, limiter)
  return limiter
}

function connectRedis({ projectConfig }: ConfigModule, req: MedusaRequest): Redis | undefined {
  if (!projectConfig.redisUrl) return undefined
  if (redis) return redis
  redis = new Redis(projectConfig.redisUrl, {
    ...projectConfig.redisOptions,
    maxRetriesPerRequest: 1,
    commandTimeout: REDIS_TIMEOUT_MS,
    connectionName: "holdfast-rate-limit",
  })
  const logger: Logger = req.scope.resolve(ContainerRegistrationKeys.LOGGER)
  redis.on("error", (error: Error) =>
    logger.warn(`holdfast: Redis is down, limits are counted per process: ${error.message}`)
  )
  return redis
}

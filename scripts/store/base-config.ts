import { createSecretKey } from "node:crypto"
import type { InputConfig } from "@medusajs/framework/types"

/** Fit for trying things out on one's own machine, and for nothing else. */
export const DEMO_JWT_SECRET = "holdfast-demo-jwt-secret"

const JWT_SECRET = process.env.JWT_SECRET ?? DEMO_JWT_SECRET

/**
 * For a store of one process as docs/guides/production.md sets it up: the publishable key is looked
 * up once, the JWT secret parsed once. Without it, Medusa does both with every Store request.
 */
export const AS_IN_PRODUCTION = {
  CACHING: "memory",
  MEDUSA_FF_CACHING: "true",
  JWT_KEY: "parsed",
}

/**
 * What the plugin's own store and the stock store of the contrast have in common, so that they
 * differ in the plugin and in nothing else. Everything is set by environment variables.
 */
export function baseConfig(): Pick<InputConfig, "projectConfig" | "admin"> & {
  modules: NonNullable<Extract<InputConfig["modules"], unknown[]>>
} {
  const poolMax = Number(process.env.DATABASE_POOL_MAX)
  return {
    projectConfig: {
      databaseUrl: process.env.DATABASE_URL,
      databaseDriverOptions: poolMax > 0 ? { pool: { max: poolMax } } : undefined,
      redisUrl: process.env.REDIS_URL,
      workerMode: workerMode(),
      http: {
        storeCors: process.env.STORE_CORS ?? "http://localhost:8000",
        adminCors: process.env.ADMIN_CORS ?? "http://localhost:9000",
        authCors: process.env.AUTH_CORS ?? "http://localhost:8000,http://localhost:9000",
        jwtSecret: JWT_SECRET,
        ...verifyingKey(),
        cookieSecret: process.env.COOKIE_SECRET ?? "holdfast-demo-cookie-secret",
      },
    },
    admin: { disable: process.env.DISABLE_MEDUSA_ADMIN === "true" },
    modules: [...lockingModule(), ...redisModules(), ...cachingModule()],
  }
}

/**
 * `JWT_KEY=parsed`: tokens are verified with the secret as a key object. Of a string, every
 * verification asks OpenSSL first whether it is a public key in PEM, which costs more than all the
 * rest of a request. Medusa signs with the string all the same: its workflow for forgotten
 * passwords loses an object on the way.
 */
function verifyingKey() {
  if (process.env.JWT_KEY !== "parsed") return {}
  return {
    jwtPublicKey: createSecretKey(Buffer.from(JWT_SECRET)),
    jwtOptions: { algorithm: "HS256" as const },
  }
}

function workerMode() {
  const mode = process.env.MEDUSA_WORKER_MODE
  return mode === "server" || mode === "worker" ? mode : "shared"
}

/** `LOCK_PROVIDER`: `memory` (as Medusa ships it), `postgres` or `redis`. */
function lockingModule() {
  const provider = process.env.LOCK_PROVIDER ?? "memory"
  if (provider === "memory") return []
  if (provider === "postgres") {
    return [locking({ id: "postgres", resolve: "@medusajs/medusa/locking-postgres" })]
  }
  if (provider === "redis") {
    const options = { redisUrl: requiredRedisUrl("LOCK_PROVIDER=redis") }
    return [locking({ id: "redis", resolve: "@medusajs/medusa/locking-redis", options })]
  }
  throw new Error(`LOCK_PROVIDER must be memory, postgres or redis, not "${provider}".`)
}

function locking(provider: { id: string; resolve: string; options?: Record<string, unknown> }) {
  return {
    resolve: "@medusajs/medusa/locking",
    options: { providers: [{ ...provider, is_default: true }] },
  }
}

/**
 * `REDIS_MODULES=true`: event bus, workflow engine and cache on Redis, as several processes need
 * them.
 */
function redisModules() {
  if (process.env.REDIS_MODULES !== "true") return []
  const redisUrl = requiredRedisUrl("REDIS_MODULES=true")
  return [
    { resolve: "@medusajs/medusa/event-bus-redis", options: { redisUrl } },
    { resolve: "@medusajs/medusa/workflow-engine-redis", options: { redis: { redisUrl } } },
    {
      resolve: "@medusajs/medusa/caching",
      options: {
        providers: [
          {
            id: "caching-redis",
            resolve: "@medusajs/caching-redis",
            is_default: true,
            options: { redisUrl },
          },
        ],
      },
    },
  ]
}

/**
 * `CACHING=memory`: Medusa keeps what it looks up again and again (the publishable key of every
 * Store request, first of all) in this process. It also wants `MEDUSA_FF_CACHING=true`, by itself
 * or with Redis.
 */
function cachingModule() {
  if (process.env.CACHING !== "memory") return []
  return [{ resolve: "@medusajs/medusa/caching", options: { in_memory: { enable: true } } }]
}

function requiredRedisUrl(setting: string): string {
  const url = process.env.REDIS_URL
  if (!url) throw new Error(`${setting} needs REDIS_URL.`)
  return url
}

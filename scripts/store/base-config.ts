import { createSecretKey } from "node:crypto"
import type { InputConfig } from "@medusajs/framework/types"

/** For trying things out locally, and for nothing else. */
export const DEMO_JWT_SECRET = "holdfast-demo-jwt-secret"

const JWT_SECRET = process.env.JWT_SECRET ?? DEMO_JWT_SECRET

/**
 * A single process as docs/guides/production.md sets it up: caches the publishable key and parses
 * the JWT secret once. By default, Medusa does both on every Store request.
 */
export const AS_IN_PRODUCTION = {
  CACHING: "memory",
  MEDUSA_FF_CACHING: "true",
  JWT_KEY: "parsed",
}

/**
 * What our store and the stock store share, so that only the plugin differs. Environment variables
 * set everything.
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
 * `JWT_KEY=parsed`: verify tokens with a key object. With a string, OpenSSL first tries to parse it
 * as a PEM public key, which costs more than the rest of a request. Signing keeps the string:
 * Medusa's password reset workflow serializes the secret.
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

/** `LOCK_PROVIDER`: `memory` (Medusa's default), `postgres` or `redis`. */
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

/** `REDIS_MODULES=true`: event bus, workflow engine and cache on Redis, for several processes. */
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
 * `CACHING=memory`: Medusa caches its lookups (above all each Store request's publishable key) in
 * this process. Needs `MEDUSA_FF_CACHING=true`.
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

import { Redis } from "ioredis"
import { hasRedis, startRedis } from "../realtime/redis-server"

export interface TestRedis {
  url: string
  stop(): Promise<void>
}

/** A database of a Redis that somebody else runs, which nobody uses: it is emptied afterwards. */
const SPARE_DATABASE = 9

/**
 * A Redis for one spec: a server of its own where the program is there, else an empty database of
 * the one that `REDIS_URL` names or that listens where Redis does by default, else undefined.
 */
export async function openRedis(): Promise<TestRedis | undefined> {
  if (hasRedis) return startRedis()
  const url = new URL(process.env.REDIS_URL ?? "redis://127.0.0.1:6379")
  url.pathname = `/${SPARE_DATABASE}`
  const client = new Redis(url.toString(), { lazyConnect: true, retryStrategy: () => null })
  client.on("error", () => undefined) // the answer below tells
  try {
    await client.connect()
    if ((await client.dbsize()) > 0) throw new Error("It is in use.")
  } catch {
    client.disconnect()
    return undefined
  }
  return {
    url: url.toString(),
    async stop() {
      await client.flushdb()
      client.disconnect()
    },
  }
}

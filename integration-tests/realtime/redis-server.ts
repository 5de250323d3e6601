import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import getPort from "get-port"
import { Redis } from "ioredis"
import { until } from "../lib/store-under-test"

export interface RedisServer {
  url: string
  client: Redis
  stop(): Promise<void>
}

export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0

/** A Redis of one's own that keeps nothing. */
export async function startRedis(): Promise<RedisServer> {
  const port = await getPort()
  const child = spawn(
    "redis-server",
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
    { stdio: "ignore" }
  )
  const url = `redis://127.0.0.1:${port}`
  const client = new Redis(url, { maxRetriesPerRequest: null })
  client.on("error", () => undefined) // until it is up
  await until("Redis", async () => (await client.ping()) === "PONG")
  return {
    url,
    client,
    async stop() {
      client.disconnect()
      child.kill()
      if (child.exitCode === null) await once(child, "exit")
    },
  }
}

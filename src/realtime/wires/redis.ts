import type { ConfigModule } from "@medusajs/framework/types"
import { Redis } from "ioredis"
import type { Wire, WireEnd } from "./wire"

/** PUBLISH and SUBSCRIBE on the store's Redis; a connection that subscribes can do nothing else. */
export class RedisWire implements Wire {
  readonly ready: Promise<void>
  readonly #channel: string
  readonly #out: Redis
  readonly #in: Redis
  #lost = false

  constructor(
    redisUrl: string,
    { redisPrefix, redisOptions }: ConfigModule["projectConfig"],
    private readonly end: WireEnd
  ) {
    this.#channel = `${redisPrefix ?? ""}holdfast:realtime`
    // A hint is useless once Redis is back: do not queue it.
    const options = {
      ...redisOptions,
      maxRetriesPerRequest: 1,
      connectionName: "holdfast-realtime",
    }
    this.#out = new Redis(redisUrl, options)
    this.#in = new Redis(redisUrl, options)
    for (const redis of [this.#out, this.#in]) {
      redis.on("error", (error: Error) => this.#lose(error))
    }
    this.#in.on("message", (_, text: string) => end.onMessage(text))
    this.ready = this.#listen()
  }

  async publish(messages: readonly string[]): Promise<void> {
    try {
      await Promise.all(messages.map((message) => this.#out.publish(this.#channel, message)))
    } catch (error) {
      this.#lose(error)
    }
  }

  async close(): Promise<void> {
    this.#out.disconnect()
    this.#in.disconnect()
  }

  /** The client re-subscribes by itself; what was sent meanwhile is lost. */
  async #listen(): Promise<void> {
    for (;;) {
      try {
        await this.#in.subscribe(this.#channel)
        break
      } catch (error) {
        if (this.#in.status === "end") return
        this.#lose(error)
      }
    }
    this.#lost = false
    this.#in.on("ready", () => {
      this.#lost = false
      this.end.onResume()
    })
  }

  #lose(error: unknown): void {
    if (this.#lost) return // logged already; it retries by itself
    this.#lost = true
    this.end.warn(`lost the connection for real time between processes: ${String(error)}`)
  }
}

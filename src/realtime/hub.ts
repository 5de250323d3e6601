import { randomUUID } from "node:crypto"
import { createServer, type Server as HttpServer } from "node:http"
import { setTimeout as delay } from "node:timers/promises"
import type { ConfigModule, Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { HoldfastOptions } from "../contracts/options"
import { Feed } from "./feed"
import { readHandshake, toRefused } from "./handshake"
import { decodeHints, encodeHints, type Hint } from "./hints"
import { createSocketServer } from "./io"
import { serveJoins } from "./joins"
import { Outbox } from "./outbox"
import { onStoreServer } from "./store-server"
import { rooms, type RealtimeServer, type RealtimeSocket } from "./types"
import { PostgresWire } from "./wires/postgres"
import { RedisWire } from "./wires/redis"
import type { Wire } from "./wires/wire"

/** A client waits for this process to hear the others, then gets an error and retries. */
const READY_TIMEOUT_MS = 5_000

/** Real time of one process. Opens nothing before there is a client or something to send. */
export class RealtimeHub {
  readonly #self = randomUUID()
  readonly #config: ConfigModule
  readonly #logger: Logger
  readonly #io: RealtimeServer
  readonly #feed: Feed
  readonly #outbox: Outbox
  #opened?: Wire
  #ownServer?: HttpServer
  #stopLooking: () => void = () => undefined
  #serves = false

  constructor(
    private readonly container: MedusaContainer,
    private readonly options: HoldfastOptions["realtime"]
  ) {
    this.#config = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE)
    this.#logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    this.#io = createSocketServer(options, this.#config.projectConfig.http.storeCors)
    this.#feed = new Feed(this.#io, container, this.#warn)
    const publish = (hints: readonly string[]) => this.#wire.publish(encodeHints(this.#self, hints))
    this.#outbox = new Outbox(publish, this.#warn)
    this.#io.use((socket, next) => {
      this.#welcome(socket).then(
        () => next(),
        (error: unknown) => next(toRefused(error, "could not let a client in", this.#warn))
      )
    })
    this.#io.on("connection", async (socket) => {
      const { channelIds, customerId } = socket.data
      serveJoins(socket, container, this.#warn)
      await socket.join([...channelIds].map(rooms.drops))
      if (customerId) await socket.join(rooms.customer(customerId))
    })
  }

  /** Serves clients on the store's own server, or on `realtime.port`. Safe to repeat. */
  serve(): void {
    if (this.#serves) return
    this.#serves = true
    const { port } = this.options
    if (port === undefined) {
      this.#stopLooking = onStoreServer((server) => this.#io.attach(server))
      return
    }
    this.#ownServer = createServer((_, res) => res.writeHead(404).end())
    this.#ownServer.on("error", (error) =>
      this.#logger.error(`holdfast: could not serve real time on port ${port}: ${error.message}`)
    )
    this.#io.attach(this.#ownServer)
    this.#ownServer.listen(port, () => this.#logger.info(`holdfast: real time on port ${port}`))
  }

  /** Sends a hint to the clients of every process. Call it after the commit. */
  send(hint: Hint): void {
    this.#feed.hear(hint)
    this.#outbox.push(hint)
  }

  async close(): Promise<void> {
    this.#stopLooking()
    this.#feed.stop()
    // Clients see a lost connection, not a dismissal, and so reconnect to whoever serves then.
    if (this.#serves && this.#io.engine) this.#io.engine.close()
    this.#ownServer?.close()
    await this.#opened?.close()
  }

  async #welcome(socket: RealtimeSocket): Promise<void> {
    socket.data = await readHandshake(socket.handshake.auth, this.container)
    // A client must not miss anything that another process sends from now on.
    const late = delay(READY_TIMEOUT_MS, true, { ref: false })
    if (await Promise.race([this.#wire.ready, late]))
      throw new Error(`not ready within ${READY_TIMEOUT_MS} ms`)
  }

  get #wire(): Wire {
    const { projectConfig } = this.#config
    const end = {
      onMessage: (text: string) =>
        decodeHints(this.#self, text).forEach((hint) => this.#feed.hear(hint)),
      onResume: () => this.send({ kind: "resync" }),
      warn: this.#warn,
    }
    return (this.#opened ??= projectConfig.redisUrl
      ? new RedisWire(projectConfig.redisUrl, projectConfig, end)
      : new PostgresWire(projectConfig, end))
  }

  readonly #warn = (message: string): void => this.#logger.warn(`holdfast: ${message}`)
}

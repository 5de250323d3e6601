import { randomUUID } from "node:crypto"
import { createServer, type Server as HttpServer } from "node:http"
import type { ConfigModule, Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { HoldfastOptions } from "../contracts/options"
import { announceDrop } from "./announce"
import { DropReader } from "./drop-reader"
import { Feeds } from "./feeds"
import { Refused, readHandshake } from "./handshake"
import { decodeHints, type Hint } from "./hints"
import { createSocketServer } from "./io"
import { serveJoins } from "./joins"
import { Outbox } from "./outbox"
import { PublishableKeys } from "./publishable-keys"
import { rooms } from "./rooms"
import { onStoreServer } from "./store-server"
import type { RealtimeServer, RealtimeSocket } from "./types"
import { openWire, type Wire } from "./wires"

/**
 * A client waits so long for this process to hear the others; after that it is refused and tries
 * again.
 */
const READY_TIMEOUT_MS = 5_000

/**
 * Real time of one process. A process that serves clients tells them; one that only works (worker
 * mode) passes on what it hears from the event bus. Nothing is opened before there is a client or
 * something to tell.
 */
export class RealtimeHub {
  readonly reader: DropReader
  readonly #self = randomUUID()
  readonly #config: ConfigModule
  readonly #logger: Logger
  readonly #io: RealtimeServer
  readonly #feeds: Feeds
  readonly #outbox: Outbox
  #wire?: Wire
  #ownServer?: HttpServer
  #stopLooking: () => void = () => undefined
  #serves = false

  constructor(
    private readonly container: MedusaContainer,
    private readonly options: HoldfastOptions["realtime"]
  ) {
    this.#config = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE)
    this.#logger = container.resolve(ContainerRegistrationKeys.LOGGER)
    this.reader = new DropReader(container)
    this.#io = createSocketServer(options, this.#config.projectConfig.http.storeCors)
    this.#feeds = new Feeds({
      io: this.#io,
      reader: this.reader,
      eventsPerSecond: options.eventsPerSecond,
      warn: this.#warn,
    })
    this.#outbox = new Outbox(this.#self, () => this.#openedWire(), options.eventsPerSecond)
    this.#admit()
  }

  /**
   * Lets clients in: over the store's own server, or over one of its own on `realtime.port`. Safe
   * to repeat.
   */
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
      this.#logger.error(`holdfast: real time is not served on port ${port}: ${error.message}`)
    )
    this.#io.attach(this.#ownServer)
    this.#ownServer.listen(port, () => this.#logger.info(`holdfast: real time on port ${port}`))
  }

  /** Tells the clients of every process. Call it after the commit. */
  tell(hint: Hint): void {
    this.#hear(hint)
    this.#outbox.push(hint)
  }

  async close(): Promise<void> {
    this.#stopLooking()
    this.#outbox.stop()
    this.#feeds.all().forEach((feed) => feed.stop())
    // Clients see a lost connection, not a dismissal, and so come back by themselves to whoever
    // serves then.
    if (this.#serves && this.#io.engine) this.#io.engine.close()
    this.#ownServer?.close()
    await this.#wire?.close()
  }

  #admit(): void {
    this.#io.use((socket, next) => {
      this.#welcome(socket).then(
        () => next(),
        (error: unknown) => {
          if (!(error instanceof Refused))
            this.#warn(`a client could not be let in: ${String(error)}`)
          const busy = "The shop is busy at this moment. Try again shortly."
          next(error instanceof Refused ? error : new Refused("CHECKOUT_BUSY", busy))
        }
      )
    })
    this.#io.on("connection", async (socket) => {
      const { channelIds, customerId } = socket.data
      serveJoins(socket, { reader: this.reader, feeds: this.#feeds, warn: this.#warn })
      await socket.join([...channelIds].map(rooms.drops))
      if (customerId) await socket.join(rooms.customer(customerId))
    })
  }

  async #welcome(socket: RealtimeSocket): Promise<void> {
    const keys = (this.#keys ??= new PublishableKeys(this.container))
    socket.data = await readHandshake(socket.handshake.auth, keys, this.#config)
    // Whoever is let in must not miss what another process tells from now on.
    await within(READY_TIMEOUT_MS, this.#openedWire().ready)
  }
  #keys?: PublishableKeys

  #hear(hint: Hint): void {
    switch (hint.kind) {
      case "visible":
        void announceDrop(this.#io, this.reader, hint.drop_id, this.#warn)
        this.#feeds.known(hint.drop_id)?.tellFigures({ stock: true, activity: false })
        return
      case "figures":
        this.#feeds.known(hint.drop_id)?.tellFigures({ stock: true, activity: false })
        return
      case "purchased":
        this.#feeds.known(hint.drop_id)?.tellFact(hint)
        return
      case "expired": {
        const { customer_id } = hint
        const ownerHere =
          customer_id && this.#io.sockets.adapter.rooms.has(rooms.customer(customer_id))
        const feed = ownerHere ? this.#feeds.of(hint.drop_id) : this.#feeds.known(hint.drop_id)
        feed?.tellFact(hint)
        return
      }
      case "resync":
        for (const feed of this.#feeds.all()) feed.tellFigures({ stock: true, activity: true })
        return
      default:
        hint satisfies never
    }
  }

  #openedWire(): Wire {
    this.#wire ??= openWire(this.options.adapter, this.#config, {
      onMessage: (text) => decodeHints(this.#self, text).forEach((hint) => this.#hear(hint)),
      onResume: () => this.tell({ kind: "resync" }),
      warn: this.#warn,
    })
    return this.#wire
  }

  readonly #warn = (message: string): void => this.#logger.warn(`holdfast: ${message}`)
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not ready within ${ms} ms`)), ms)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}

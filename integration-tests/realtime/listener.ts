import { io, type Socket } from "socket.io-client"
import {
  REALTIME_EVENTS,
  type ClientToServer,
  type JoinAnswer,
  type LeaveAnswer,
  type RealtimeEvent,
  type RealtimePayload,
  type RealtimeError,
  type ServerToClient,
} from "../../src/contracts/realtime"
import { until } from "../lib/store-under-test"

const ANSWER_TIMEOUT_MS = 20_000

export interface ListenerSettings {
  /** Of the store, or of `realtime.port`. */
  url: string
  auth: Record<string, unknown>
  transports?: ("polling" | "websocket")[]
}

type Heard = { [Name in RealtimeEvent]: { name: Name; payload: RealtimePayload<Name>; at: number } }

const NAMES = Object.keys(REALTIME_EVENTS) as RealtimeEvent[]

/** A storefront's connection that records what it hears, checked against the contract. */
export class Listener {
  readonly heard: Heard[RealtimeEvent][] = []

  private constructor(readonly socket: Socket<ServerToClient, ClientToServer>) {
    const anyEvent = socket as Socket
    for (const name of NAMES) {
      anyEvent.on(name, (payload: unknown) => {
        const parsed = REALTIME_EVENTS[name].parse(payload)
        this.heard.push({ name, payload: parsed, at: performance.now() } as Heard[RealtimeEvent])
      })
    }
  }

  static async connect(settings: ListenerSettings): Promise<Listener> {
    const listener = Listener.open(settings)
    const error = await outcome(listener.socket)
    if (error) {
      listener.close()
      throw new Error(`Refused: ${JSON.stringify(error)}`)
    }
    return listener
  }

  /** Connects, expecting to be refused. */
  static async refused(settings: ListenerSettings): Promise<RealtimeError> {
    const listener = Listener.open(settings)
    try {
      const error = await outcome(listener.socket)
      if (!error) throw new Error("The connection was not refused.")
      return error
    } finally {
      listener.close()
    }
  }

  private static open({ url, auth, transports = ["websocket"] }: ListenerSettings): Listener {
    const socket: Socket<ServerToClient, ClientToServer> = io(url, {
      path: "/holdfast/socket.io",
      auth,
      transports,
      forceNew: true,
    })
    return new Listener(socket)
  }

  join(dropId: unknown): Promise<JoinAnswer> {
    return (this.socket as Socket)
      .timeout(ANSWER_TIMEOUT_MS)
      .emitWithAck("drops:join", { dropId }) as Promise<JoinAnswer>
  }

  leave(dropId: string): Promise<LeaveAnswer> {
    return this.socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck("drops:leave", { dropId })
  }

  /** What was heard of a drop, in order, or of one kind. */
  of<Name extends RealtimeEvent>(dropId: string, ...names: Name[]): Heard[Name][] {
    return this.heard.filter((one): one is Heard[Name] => {
      const about = one.name === "DROP_CREATED" ? one.payload.drop.id : one.payload.dropId
      return about === dropId && (!names.length || (names as RealtimeEvent[]).includes(one.name))
    })
  }

  hears(dropId: string, name: RealtimeEvent): Promise<boolean> {
    return until(`${name} of ${dropId}`, async () => this.of(dropId, name).length > 0)
  }

  /** Waits until the last figure heard is this one. */
  hearsStock(dropId: string, units: number): Promise<boolean> {
    return until(`stock ${units} of ${dropId}`, async () => this.stock(dropId).at(-1) === units)
  }

  stock(dropId: string): number[] {
    return this.of(dropId, "STOCK_UPDATED").map((one) => one.payload.availableStock)
  }

  forget(): void {
    this.heard.length = 0
  }

  close(): void {
    this.socket.disconnect()
  }
}

function outcome(
  socket: Socket<ServerToClient, ClientToServer>
): Promise<RealtimeError | undefined> {
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(undefined))
    socket.once("connect_error", (error: Error & { data?: RealtimeError }) =>
      resolve(error.data ?? { code: "CHECKOUT_BUSY", message: error.message })
    )
  })
}

import { setTimeout as delay } from "node:timers/promises"
import * as fastq from "fastq"
import { Agent, buildConnector, request } from "undici"

/**
 * A rush on stock Medusa queues for minutes, and a client that gives up early would hide that.
 * Without an end it would not do either: with the Postgres lock provider its connection pool can
 * wait for itself for longer than anybody watches.
 */
const TIMEOUT_MS = 180_000
const CONNECT_TIMEOUT_MS = 60_000

/**
 * Connections that are opened at a time. Node listens with a backlog of 511, and a kernel whose
 * queue of half-open connections is full falls back to SYN cookies, of which some expire: resets
 * that no store has a hand in.
 */
const DIALS_AT_ONCE = 256

export interface Answer {
  status: number
  /** Undefined where the answer is not a JSON object. */
  body: Record<string, unknown> | undefined
  /** Seconds, of a 503. */
  retryAfter: number | undefined
  ms: number
  /** Set instead of a status (0) when no answer came. */
  networkError?: string
}

export type Headers = Record<string, string>

/** JSON over HTTP, with as many connections as there are shoppers. */
export class HttpClient {
  private readonly agent: Agent

  constructor(connections: number) {
    this.agent = new Agent({
      connections,
      pipelining: 1,
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
      connect: dialInTurns(),
    })
  }

  async send(
    method: "GET" | "POST" | "DELETE",
    url: string,
    headers: Headers,
    body?: unknown
  ): Promise<Answer> {
    const start = performance.now()
    try {
      const response = await request(url, {
        method,
        dispatcher: this.agent,
        headers: {
          ...headers,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      const text = await response.body.text()
      const retryAfter = Number(response.headers["retry-after"])
      return {
        status: response.statusCode,
        body: parseObject(text),
        retryAfter: Number.isFinite(retryAfter) ? retryAfter : undefined,
        ms: performance.now() - start,
      }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      return {
        status: 0,
        body: undefined,
        retryAfter: undefined,
        ms: performance.now() - start,
        networkError: code ?? message,
      }
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy()
  }
}

function dialInTurns(): buildConnector.connector {
  const dial = buildConnector({ timeout: CONNECT_TIMEOUT_MS })
  type Job = { options: buildConnector.Options; callback: buildConnector.Callback }
  const turns = fastq.default<unknown, Job>(({ options, callback }, done) => {
    dial(options, (...result) => {
      done(null)
      callback(...result)
    })
  }, DIALS_AT_ONCE)
  return (options, callback) => turns.push({ options, callback })
}

/** What shoppers meet when the checkout is busy, and may try again. */
export function isBusy({ status, body }: Answer): boolean {
  return status === 503 && body?.code === "CHECKOUT_BUSY"
}

export async function pause({ retryAfter }: Answer): Promise<void> {
  // Spread, so that all who were sent away do not come back in the same millisecond.
  await delay((retryAfter ?? 1) * 1_000 * (1 + Math.random() / 2))
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}

import { setTimeout as delay } from "node:timers/promises"
import * as fastq from "fastq"
import { Agent, buildConnector, request } from "undici"

/**
 * Stock Medusa queues for minutes under a rush, and giving up early would hide that. With the
 * Postgres lock provider its connection pool can deadlock, so there must be a limit.
 */
const TIMEOUT_MS = 180_000
const CONNECT_TIMEOUT_MS = 60_000

/**
 * Connections opened at a time. Node's backlog is 511; a kernel whose queue is full falls back to
 * SYN cookies, some of which expire as resets that no store caused.
 */
const DIALS_AT_ONCE = 256

export interface Answer {
  status: number
  /** Undefined unless the response is a JSON object. */
  body: Record<string, unknown> | undefined
  /** Seconds, from a 503. */
  retryAfter: number | undefined
  ms: number
  /** Set when there was no response; the status is 0 then. */
  networkError?: string
}

export type Headers = Record<string, string>

/** JSON over HTTP, with one connection per shopper. */
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

/** The checkout is busy, and the shopper may try again. */
export function isBusy({ status, body }: Answer): boolean {
  return status === 503 && body?.code === "CHECKOUT_BUSY"
}

export async function pause({ retryAfter }: Answer): Promise<void> {
  // Jittered, so that rejected shoppers do not all retry in the same millisecond.
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

import { AsyncResource } from "node:async_hooks"
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import * as fastq from "fastq"
import type { queueAsPromised } from "fastq"
import { HoldfastError } from "../../shared/errors"
import { KeyedQueues } from "../../shared/keyed-queues"
import { answerError } from "./errors"

interface Visit {
  /** Passes the request on; resolves when its response is sent or its connection closed. */
  enter: () => Promise<void>
  left: boolean
}

export interface GateLimits {
  /** Requests in progress at once. */
  concurrency: number
  /** Requests that may wait. */
  queue: number
  waitSeconds: number
}

/** Waiting requests per cart; a shopper's impatient clicks need no more. */
const WAITING_PER_CART_MAX = 20

/**
 * One request at a time per cart, over all gates: Medusa waits two seconds for its cart lock and
 * then returns 500.
 */
const queueOfCart = new KeyedQueues()

/**
 * Bounded admission: a few requests at once, some more in a queue, and a 503 for the rest.
 * Otherwise a rush exhausts Medusa's connection pool and 5-second item lock, and shoppers get a
 * 500.
 */
export class Gate {
  readonly #slots: queueAsPromised<Visit, void>
  readonly #limits: GateLimits
  readonly #name: string
  #waiting = 0

  constructor(name: string, limits: GateLimits) {
    this.#name = name
    this.#limits = limits
    this.#slots = fastq.promise<unknown, Visit, void>(async (visit) => {
      if (!visit.left) await visit.enter()
    }, limits.concurrency)
  }

  /** Whether a new request would wait in the queue. */
  isBusy(cartId?: string): boolean {
    return (
      this.#slots.running() >= this.#limits.concurrency ||
      (cartId !== undefined && queueOfCart.has(cartId))
    )
  }

  /**
   * @param cartId makes requests for the same cart run in sequence; omit it if there is no cart
   * yet.
   */
  admit(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction, cartId?: string): void {
    const queue = cartId ? queueOfCart.of(cartId) : undefined
    if (this.#waiting >= this.#limits.queue) return this.#reject(req, res, "its queue is full")
    if (queue && queue.length() >= WAITING_PER_CART_MAX)
      return this.#reject(req, res, "too many for one cart")
    // Bound to this request: otherwise the rest runs in the async context of the request that left
    // the gate.
    const pass = AsyncResource.bind(() => next())
    this.#waiting++
    let waits = true
    const settle = (): void => {
      if (waits) this.#waiting--
      waits = false
      clearTimeout(timer)
    }
    const visit: Visit = {
      left: false,
      enter: () =>
        new Promise((done) => {
          settle()
          res.once("close", done)
          pass()
        }),
    }
    const timer = setTimeout(() => {
      visit.left = true
      settle()
      this.#reject(req, res, "the wait was too long")
    }, this.#limits.waitSeconds * 1_000)
    timer.unref()
    res.once("close", () => {
      visit.left = true // a shopper who went away keeps nobody waiting
      settle()
    })
    void (queue ? queue.push(() => this.#slots.push(visit)) : this.#slots.push(visit))
  }

  #reject(req: MedusaRequest, res: MedusaResponse, why: string): void {
    req.scope
      .resolve(ContainerRegistrationKeys.LOGGER)
      .warn(
        `holdfast: the gate for ${this.#name} rejected a request: ${why} (${this.#waiting} waiting)`
      )
    answerError(
      res,
      new HoldfastError(
        "CHECKOUT_BUSY",
        "The store is busy right now. Nothing was changed; please try again shortly."
      )
    )
  }
}

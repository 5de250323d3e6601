import { AsyncResource } from "node:async_hooks"
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import * as fastq from "fastq"
import type { queueAsPromised } from "fastq"
import { HoldfastError } from "../../shared/errors"
import { answerError } from "./errors"

interface Visit {
  /** Lets the request pass; the promise ends when its answer is sent or its connection gone. */
  enter: () => Promise<void>
  left: boolean
}

export interface GateLimits {
  /** Requests under way at a time. */
  concurrency: number
  /** Requests that may wait. */
  queue: number
  waitSeconds: number
}

/** Requests for one cart that may wait at a time; a shopper's impatient clicks need no more. */
const WAITING_PER_CART_MAX = 20

/**
 * One request at a time per cart, over all gates: Medusa waits two seconds for its cart lock, then
 * returns 500.
 */
const queueOfCart = new Map<string, queueAsPromised<() => Promise<void>, void>>()

/**
 * Bounded admission: a few requests at a time, some more in a queue, the rest told at once to come
 * back. Without it a rush exhausts Medusa's connection pool and its 5-second item lock, and
 * shoppers meet HTTP 500.
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

  /** Whether a request that came now would wait in the queue. */
  isBusy(cartId?: string): boolean {
    return (
      this.#slots.running() >= this.#limits.concurrency ||
      (cartId !== undefined && queueOfCart.has(cartId))
    )
  }

  /**
   * @param cartId requests for the same cart pass one after the other; leave it out where there is
   * none yet.
   */
  admit(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction, cartId?: string): void {
    const queue = cartId ? cartQueue(cartId) : undefined
    if (this.#waiting >= this.#limits.queue) return this.#turnAway(req, res, "its queue is full")
    if (queue && queue.length() >= WAITING_PER_CART_MAX)
      return this.#turnAway(req, res, "too many for one cart")
    // Bound to this request, or what follows would run in the asynchronous context of whoever left
    // the gate before.
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
      this.#turnAway(req, res, "the wait was too long")
    }, this.#limits.waitSeconds * 1_000)
    timer.unref()
    res.once("close", () => {
      visit.left = true // a shopper who went away keeps nobody waiting
      settle()
    })
    void (queue ? queue.push(() => this.#slots.push(visit)) : this.#slots.push(visit))
  }

  #turnAway(req: MedusaRequest, res: MedusaResponse, why: string): void {
    req.scope
      .resolve(ContainerRegistrationKeys.LOGGER)
      .warn(
        `holdfast: the gate for ${this.#name} turned a request away, ${why} (${this.#waiting} wait)`
      )
    answerError(
      res,
      new HoldfastError(
        "CHECKOUT_BUSY",
        "The store is busy right now. Nothing was changed; please try again."
      )
    )
  }
}

function cartQueue(cartId: string): queueAsPromised<() => Promise<void>, void> {
  const known = queueOfCart.get(cartId)
  if (known) return known
  const queue = fastq.promise<unknown, () => Promise<void>, void>((visit) => visit(), 1)
  queue.drain = () => void queueOfCart.delete(cartId)
  queueOfCart.set(cartId, queue)
  return queue
}

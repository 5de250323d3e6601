import { EventEmitter } from "node:events"
import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Gate } from "../gate"

const scope = { resolve: () => ({ warn: () => undefined }) }

/** A request at a gate: whether it was admitted, and its response if not. */
class Visitor {
  entered = false
  code: unknown
  readonly #res = Object.assign(new EventEmitter(), {
    setHeader: () => this.#res,
    status: () => this.#res,
    json: (body: { code: string }) => void (this.code = body.code),
  })

  constructor(gate: Gate) {
    // As much of a request and a response as a gate reads.
    const [req, res] = [{ scope } as unknown as MedusaRequest, this.#res as unknown]
    gate.admit(req, res as MedusaResponse, () => void (this.entered = true))
  }

  /** Its response was sent, or the client has gone. */
  close(): void {
    this.#res.emit("close")
  }
}

const nextTick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const visits = async (gate: Gate, count: number): Promise<Visitor[]> => {
  const visitors = Array.from({ length: count }, () => new Visitor(gate))
  await nextTick()
  return visitors
}

const limits = { concurrency: 1, queue: 2, waitSeconds: 60 }

it("lets some in, some wait, and turns the rest away at once", async () => {
  const visitors = await visits(new Gate("a test", limits), 5)
  expect(visitors.map(({ entered }) => entered)).toEqual([true, false, false, false, false])
  expect(visitors.filter(({ code }) => code === "CHECKOUT_BUSY")).toHaveLength(2)
  visitors.forEach((visitor) => visitor.close())
})

it("lets the next request in as soon as one has left, and skips those who went away", async () => {
  const [first, second, third] = await visits(new Gate("a test", limits), 3)
  second?.close()
  first?.close()
  await nextTick()
  expect([second?.entered, third?.entered]).toEqual([false, true])
  third?.close()
})

it("turns away who has waited too long", async () => {
  const [first, second] = await visits(new Gate("a test", { ...limits, waitSeconds: 0.02 }), 2)
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect([first?.code, second?.code]).toEqual([undefined, "CHECKOUT_BUSY"])
  first?.close()
})

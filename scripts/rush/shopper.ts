import { randomUUID } from "node:crypto"
import { isBusy, pause, type Answer, type Headers, type HttpClient } from "./http"
import type { Stage } from "./stage"
import type { PhaseName, Tally } from "./tally"

/** A shopper who is told "busy", or nothing at all, this often goes home. */
const ATTEMPTS_MAX = 30

/** How a shopper's visit ends. */
export type Ending = "ordered" | "refused" | "gave_up" | "failed"

/** One shopper with a cart of their own, who wants one unit. */
export class Shopper {
  outcome: Ending | "shopping" = "shopping"
  /** When the store promised the unit: it put it into the cart, or the drop gave it. */
  promisedAt: number | undefined
  /** When the last answer came, and its status: 0 where none came. */
  endedAt: number | undefined
  status = 0
  /** Whether the refusal said, for a program too, what is short. */
  explained = false
  private cartId = ""

  constructor(
    private readonly index: number,
    private readonly url: string,
    private readonly stage: Stage,
    private readonly http: HttpClient,
    private readonly tally: Tally,
    /** Of a customer who is logged in. */
    private readonly token?: string
  ) {}

  async prepare(): Promise<void> {
    const { regionId, countryCode } = this.stage
    const answer = await this.post("prepare", "/store/carts", {
      region_id: regionId,
      // With another address than the customer's own, Medusa would make the cart a guest's.
      ...(this.token ? {} : { email: `shopper-${this.index}@rush.test` }),
      shipping_address: {
        first_name: "Shopper",
        last_name: String(this.index),
        address_1: `Queue Street ${this.index}`,
        city: "Rotterdam",
        postal_code: "3011 AA",
        country_code: countryCode,
      },
    })
    if (!this.went(answer)) return
    this.cartId = (answer.body?.cart as { id: string }).id
  }

  async add(): Promise<void> {
    const answer = await this.post("add", `/store/carts/${this.cartId}/line-items`, {
      variant_id: this.stage.variantId,
      quantity: 1,
    })
    if (this.went(answer)) this.promise()
  }

  /** Presses the button of a drop. */
  async reserve(dropId: string): Promise<void> {
    const answer = await this.post("reserve", `/store/drops/${dropId}/reserve`, {}, randomUUID())
    if (this.went(answer)) this.promise()
  }

  /** A cart with the unit in it, shipping and payment chosen. */
  async fillCart(): Promise<void> {
    for (const step of [() => this.prepare(), () => this.add(), () => this.checkOut()]) {
      if (this.outcome === "shopping") await step()
    }
  }

  /** Shipping and payment. */
  async checkOut(): Promise<void> {
    const shipping = `/store/shipping-options?cart_id=${this.cartId}`
    const offered = await this.send("GET", "checkout", shipping)
    if (!this.went(offered)) return
    const options = (offered.body?.shipping_options ?? []) as { id: string; amount: number }[]
    const cheapest = [...options].sort((a, b) => a.amount - b.amount)[0]
    if (!cheapest) throw new Error("The store offers no shipping for the rush's carts.")
    const chosen = await this.post("checkout", `/store/carts/${this.cartId}/shipping-methods`, {
      option_id: cheapest.id,
    })
    if (!this.went(chosen)) return
    const opened = await this.post("checkout", "/store/payment-collections", {
      cart_id: this.cartId,
    })
    if (!this.went(opened)) return
    const { id } = opened.body?.payment_collection as { id: string }
    const sessions = `/store/payment-collections/${id}/payment-sessions`
    const { paymentProviderId: provider_id } = this.stage
    this.went(await this.post("checkout", sessions, { provider_id }))
  }

  async complete(): Promise<void> {
    this.bought(await this.post("complete", `/store/carts/${this.cartId}/complete`))
  }

  /** The same with a unit of a drop. */
  async purchase(dropId: string): Promise<void> {
    const body = { cart_id: this.cartId }
    this.bought(await this.post("purchase", `/store/drops/${dropId}/purchase`, body))
  }

  private bought(answer: Answer): void {
    // A cart instead of an order is Medusa's way to say that it was refused.
    if (this.went(answer)) this.end(answer.body?.type === "order" ? "ordered" : "refused", answer)
  }

  private promise(): void {
    if (this.promisedAt === undefined) this.tally.promised++
    this.promisedAt ??= performance.now()
  }

  private end(outcome: Ending, { status }: Answer): void {
    this.outcome = outcome
    this.tally.ended[outcome]++
    this.status = status
    this.endedAt = performance.now()
  }

  /** @param key makes it safe to ask again when no answer comes: `Idempotency-Key`. */
  private post(phase: PhaseName, path: string, body?: unknown, key?: string): Promise<Answer> {
    return this.send("POST", phase, path, body, key)
  }

  private async send(
    method: "GET" | "POST",
    phase: PhaseName,
    path: string,
    body?: unknown,
    key?: string
  ): Promise<Answer> {
    const headers: Headers = {
      "x-publishable-api-key": this.stage.publishableKey,
      ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      ...(key ? { "idempotency-key": key } : {}),
    }
    const start = performance.now()
    for (let attempt = 1; ; attempt++) {
      const answer = await this.http.send(method, `${this.url}${path}`, headers, body)
      const mayRepeat = isBusy(answer) || (answer.networkError !== undefined && key !== undefined)
      const repeats = mayRepeat && attempt < ATTEMPTS_MAX
      this.tally.count(phase, answer, repeats)
      if (!repeats) {
        this.tally.time(phase, performance.now() - start)
        return answer
      }
      await pause(answer)
    }
  }

  /** Whether the answer lets the shopper go on; if not, notes how it ended. */
  private went(answer: Answer): boolean {
    if (answer.status === 200 || answer.status === 201) return true
    if (isBusy(answer)) this.end("gave_up", answer)
    else if (answer.status >= 400 && answer.status < 500) {
      this.end("refused", answer)
      this.explained = answer.body?.code !== undefined && answer.body.details !== undefined
    } else this.end("failed", answer)
    return false
  }
}

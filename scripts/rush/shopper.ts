import { isBusy, pause, type Answer, type Headers, type HttpClient } from "./http"
import type { Stage } from "./stage"
import type { PhaseName, Tally } from "./tally"

/** A shopper who is told "busy", or nothing at all, this often goes home. */
const ATTEMPTS_MAX = 30

/** Where a shopper stands. Every one ends in one of the last four. */
export type Outcome = "shopping" | "ordered" | "refused" | "gave_up" | "failed"

/** One shopper with a cart of their own, who wants one unit. */
export class Shopper {
  outcome: Outcome = "shopping"
  /** Whether the store put the unit into the cart, and so promised it. */
  accepted = false
  /** Whether the refusal said, for a program too, what is short. */
  explained = false
  protected cartId = ""

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
    this.accepted = this.went(answer)
  }

  /** Shipping and payment. */
  async checkOut(): Promise<void> {
    const offered = await this.send(
      "GET",
      "checkout",
      `/store/shipping-options?cart_id=${this.cartId}`
    )
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
    const session = await this.post(
      "checkout",
      `/store/payment-collections/${id}/payment-sessions`,
      {
        provider_id: this.stage.paymentProviderId,
      }
    )
    this.went(session)
  }

  async complete(): Promise<void> {
    const answer = await this.post("complete", `/store/carts/${this.cartId}/complete`)
    if (!this.went(answer)) return
    // A cart instead of an order is Medusa's way to say that it was refused.
    this.outcome = answer.body?.type === "order" ? "ordered" : "refused"
  }

  /** @param key makes it safe to ask again when no answer comes: `Idempotency-Key`. */
  protected post(phase: PhaseName, path: string, body?: unknown, key?: string): Promise<Answer> {
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
  protected went(answer: Answer): boolean {
    if (answer.status === 200 || answer.status === 201) return true
    if (isBusy(answer)) this.outcome = "gave_up"
    else if (answer.status >= 400 && answer.status < 500) {
      this.outcome = "refused"
      this.explained = answer.body?.code !== undefined && answer.body.details !== undefined
    } else this.outcome = "failed"
    return false
  }
}

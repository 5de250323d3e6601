import { randomUUID } from "node:crypto"
import { isBusy, pause, type Answer, type Headers, type HttpClient } from "./http"
import type { Stage } from "./stage"
import type { PhaseName, Tally } from "./tally"

/** Attempts before a shopper gives up on 503s or missing responses. */
const ATTEMPTS_MAX = 30

/** How a shopper's visit ends. */
export type Ending = "ordered" | "refused" | "gave_up" | "failed"

/** One shopper with a cart of their own, who wants one unit. */
export class Shopper {
  outcome: Ending | "shopping" = "shopping"
  /** When the unit was in the cart, or the drop granted it. */
  promisedAt: number | undefined
  /** When the last response came, and its status; 0 if there was none. */
  endedAt: number | undefined
  status = 0
  /** Whether the error says, for a program too, what is short. */
  explained = false
  private cartId = ""

  constructor(
    private readonly index: number,
    private readonly url: string,
    private readonly stage: Stage,
    private readonly http: HttpClient,
    private readonly tally: Tally,
    /** A customer's token; undefined for a guest. */
    private readonly token?: string
  ) {}

  async prepare(): Promise<void> {
    const { regionId, countryCode } = this.stage
    const answer = await this.post("prepare", "/store/carts", {
      region_id: regionId,
      // With an email other than the customer's own, Medusa would turn it into a guest's cart.
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

  /** Reserves a unit of a drop. */
  async reserve(dropId: string): Promise<void> {
    const answer = await this.post("reserve", `/store/drops/${dropId}/reserve`, {}, randomUUID())
    if (this.went(answer)) this.promise()
  }

  /** Creates a cart with the unit in it, and chooses shipping and payment. */
  async fillCart(): Promise<void> {
    for (const step of [() => this.prepare(), () => this.add(), () => this.checkOut()]) {
      if (this.outcome === "shopping") await step()
    }
  }

  /** Chooses shipping and payment. */
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

  /** Completes a cart with a unit of a drop. */
  async purchase(dropId: string): Promise<void> {
    const body = { cart_id: this.cartId }
    this.bought(await this.post("purchase", `/store/drops/${dropId}/purchase`, body))
  }

  private bought(answer: Answer): void {
    // Medusa returns the cart instead of an order when completion fails.
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

  /** @param key `Idempotency-Key`: makes it safe to retry without a response. */
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

  /** Whether the shopper can go on; if not, records the outcome. */
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

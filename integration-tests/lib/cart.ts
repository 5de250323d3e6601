import type { Answer } from "../../scripts/rush/http"
import type { StoreCartHolds } from "../../src/contracts/holds"
import type { Shop } from "./shop"
import type { StoreUnderTest } from "./store-under-test"

let shoppers = 0

/** One shopper's cart over the Store API. Every call returns the whole answer, errors included. */
export class Cart {
  #token?: string

  private constructor(
    private readonly store: StoreUnderTest,
    private readonly shop: Shop,
    readonly id: string,
    /** Which server process this shopper talks to. */
    private readonly url: string
  ) {}

  static async create(store: StoreUnderTest, shop: Shop, url = store.url): Promise<Cart> {
    const answer = await Cart.tryCreate(store, shop, {}, url)
    if (answer.status !== 200) throw new Error(`No cart: ${JSON.stringify(answer.body)}`)
    return new Cart(store, shop, (answer.body?.cart as { id: string }).id, url)
  }

  static of(store: StoreUnderTest, shop: Shop, id: string, url = store.url): Cart {
    return new Cart(store, shop, id, url)
  }

  static tryCreate(
    store: StoreUnderTest,
    shop: Shop,
    body: object = {},
    url = store.url
  ): Promise<Answer> {
    shoppers += 1
    return store.http.send(
      "POST",
      `${url}/store/carts`,
      { "x-publishable-api-key": shop.key },
      {
        region_id: shop.regionId,
        email: `shopper-${shoppers}-${Date.now()}@example.test`,
        shipping_address: {
          first_name: "Sam",
          last_name: "Shopper",
          address_1: "Queue Street 1",
          city: "Rotterdam",
          postal_code: "3011 AA",
          country_code: shop.countryCode,
        },
        ...body,
      }
    )
  }

  /** From here on the shopper is logged in, as storefronts send it with every request. */
  actAs(customer: { token: string }): this {
    this.#token = customer.token
    return this
  }

  send(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<Answer> {
    return this.store.http.send(
      method,
      `${this.url}${path}`,
      {
        "x-publishable-api-key": this.shop.key,
        ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
      },
      body
    )
  }

  add(variantId: string, quantity = 1): Promise<Answer> {
    return this.send("POST", `/store/carts/${this.id}/line-items`, {
      variant_id: variantId,
      quantity,
    })
  }

  update(lineId: string, quantity: number): Promise<Answer> {
    return this.send("POST", `/store/carts/${this.id}/line-items/${lineId}`, { quantity })
  }

  remove(lineId: string): Promise<Answer> {
    return this.send("DELETE", `/store/carts/${this.id}/line-items/${lineId}`)
  }

  async lines(): Promise<{ id: string; variant_id: string; quantity: number }[]> {
    const { body } = await this.send("GET", `/store/carts/${this.id}`)
    return (body?.cart as { items: { id: string; variant_id: string; quantity: number }[] }).items
  }

  async holds(): Promise<StoreCartHolds> {
    const { status, body } = await this.send("GET", `/store/carts/${this.id}/holds`)
    if (status !== 200) throw new Error(`No holds: ${JSON.stringify(body)}`)
    return body as StoreCartHolds
  }

  /** Units that the cart holds now, over all pools. */
  async held(): Promise<number> {
    return (await this.holds()).holds.reduce((total, hold) => total + hold.quantity, 0)
  }

  extend(): Promise<Answer> {
    return this.send("POST", `/store/carts/${this.id}/holds/extend`)
  }

  /** Shipping and payment; returns the payment session. */
  async checkOut(
    provider = "pp_system_default",
    data: object = {}
  ): Promise<{ id: string; amount: number }> {
    const { body } = await this.send("GET", `/store/shipping-options?cart_id=${this.id}`)
    const options = [...(body?.shipping_options as { id: string; amount: number }[])]
    const [option] = options.sort((a, b) => a.amount - b.amount)
    await this.expect("POST", `/store/carts/${this.id}/shipping-methods`, { option_id: option?.id })
    return this.pay(provider, data)
  }

  /** A new payment session for the cart. */
  async pay(
    provider = "pp_system_default",
    data: object = {}
  ): Promise<{ id: string; amount: number }> {
    const opened = await this.expect("POST", "/store/payment-collections", { cart_id: this.id })
    const collection = opened.payment_collection as { id: string }
    const paid = await this.expect(
      "POST",
      `/store/payment-collections/${collection.id}/payment-sessions`,
      {
        provider_id: provider,
        data,
      }
    )
    const { payment_sessions } = paid.payment_collection as {
      payment_sessions: { id: string; amount: number }[]
    }
    const session = payment_sessions.at(-1)
    if (!session) throw new Error("No payment session was made.")
    return session
  }

  complete(): Promise<Answer> {
    return this.send("POST", `/store/carts/${this.id}/complete`)
  }

  /** From an empty cart to its order. */
  async buy(variantId: string, quantity = 1): Promise<Answer> {
    const added = await this.add(variantId, quantity)
    if (added.status !== 200) return added
    await this.checkOut()
    return this.complete()
  }

  private async expect(
    method: "POST",
    path: string,
    body: unknown
  ): Promise<Record<string, unknown>> {
    const answer = await this.send(method, path, body)
    if (answer.status !== 200 || !answer.body) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    }
    return answer.body
  }
}

import type { Answer } from "../../scripts/rush/http"
import type { StoreDrop, StoreDropReservation } from "../../src/contracts/drops"
import type { Product, Shop } from "./shop"
import type { StoreUnderTest } from "./store-under-test"

export interface Customer {
  id: string
  token: string
}

let customers = 0

/** A customer with a login, over Medusa's own routes. */
export async function signUp(store: StoreUnderTest, shop: Shop): Promise<Customer> {
  customers += 1
  const email = `customer-${customers}-${Date.now()}@example.test`
  const password = "a-long-password"
  const key = { "x-publishable-api-key": shop.key }
  const registered = await store.http.send(
    "POST",
    `${store.url}/auth/customer/emailpass/register`,
    {},
    { email, password }
  )
  const created = await store.http.send(
    "POST",
    `${store.url}/store/customers`,
    { ...key, authorization: `Bearer ${String(registered.body?.token)}` },
    { email, first_name: "Robin", last_name: "Vermeer" }
  )
  const login = await store.http.send(
    "POST",
    `${store.url}/auth/customer/emailpass`,
    {},
    { email, password }
  )
  const customer = created.body?.customer as { id: string } | undefined
  if (!customer) throw new Error(`No customer: ${JSON.stringify(created.body)}`)
  return { id: customer.id, token: String(login.body?.token) }
}

/** Speaks to the Store API of drops as one customer, or as a guest. */
export class DropShopper {
  constructor(
    private readonly store: StoreUnderTest,
    private readonly shop: Shop,
    readonly customer?: Customer,
    private readonly url = store.url
  ) {}

  send(
    method: "GET" | "POST" | "DELETE",
    path: string,
    body?: unknown,
    headers = {}
  ): Promise<Answer> {
    return this.store.http.send(
      method,
      `${this.url}${path}`,
      {
        "x-publishable-api-key": this.shop.key,
        ...(this.customer ? { authorization: `Bearer ${this.customer.token}` } : {}),
        ...headers,
      },
      body
    )
  }

  reserve(dropId: string, body: object = {}, key?: string): Promise<Answer> {
    return this.send(
      "POST",
      `/store/drops/${dropId}/reserve`,
      body,
      key ? { "idempotency-key": key } : {}
    )
  }

  purchase(dropId: string, cart_id: string): Promise<Answer> {
    return this.send("POST", `/store/drops/${dropId}/purchase`, { cart_id })
  }

  giveBack(reservationId: string): Promise<Answer> {
    return this.send("DELETE", `/store/drops/reservations/${reservationId}`)
  }

  async drop(dropId: string): Promise<StoreDrop> {
    const { body } = await this.send("GET", `/store/drops/${dropId}`)
    return body?.drop as StoreDrop
  }
}

export const reservationOf = (answer: Answer): StoreDropReservation =>
  answer.body?.reservation as StoreDropReservation

/** A drop that is live now, made over the Admin API. */
export async function openDrop(
  store: StoreUnderTest,
  shop: Shop,
  product: Product,
  settings: Record<string, unknown> = {}
): Promise<string> {
  const { drop } = await store.admin.post<{ drop: { id: string } }>("/admin/drops", {
    name: "Numbered run",
    variant_id: product.variantId,
    sales_channel_id: shop.salesChannelId,
    total_quantity: 3,
    starts_at: new Date(Date.now() - 60_000).toISOString(),
    ...settings,
  })
  return drop.id
}

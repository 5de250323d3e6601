import { randomUUID } from "node:crypto"
import { customerToken } from "../../scripts/lib/customer-token"
import type { Answer } from "../../scripts/rush/http"
import type { StoreDrop, StoreDropReservation } from "../../src/contracts/drops"
import type { Product, Shop } from "./shop"
import type { StoreUnderTest } from "./store-under-test"

export interface Customer {
  id: string
  token: string
}

/** A customer with an account, and with the token that a login would give. */
export async function signUp({ admin, db }: StoreUnderTest): Promise<Customer> {
  const { customer } = await admin.post<{ customer: { id: string } }>("/admin/customers", {
    email: `${randomUUID()}@example.test`,
    first_name: "Robin",
    last_name: "Vermeer",
  })
  await db.query("update customer set has_account = true where id = $1", [customer.id])
  return { id: customer.id, token: customerToken(customer.id) }
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

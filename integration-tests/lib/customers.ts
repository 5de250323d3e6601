import { randomUUID } from "node:crypto"
import { customerToken } from "../../scripts/lib/customer-token"
import type { Answer } from "../../scripts/rush/http"
import { Cart } from "./cart"
import { signUp, type Customer, type DropShopper } from "./drops"
import type { Product, Shop } from "./shop"
import type { StoreUnderTest } from "./store-under-test"

/** Logged-in customers without a row, who can reserve. A thousand of them cost nothing. */
export function mintCustomers(count: number): Customer[] {
  const run = randomUUID().slice(0, 8)
  return Array.from({ length: count }, (_, index) => {
    const id = `cus_${run}_${index}`
    return { id, token: customerToken(id) }
  })
}

/** Customers with a row, who can buy. */
export async function makeCustomers(store: StoreUnderTest, count: number): Promise<Customer[]> {
  const customers: Customer[] = []
  while (customers.length < count) customers.push(await signUp(store))
  return customers
}

/** A cart of that customer with the product, shipping and payment: ready for `purchase`. */
export async function fillCart(
  store: StoreUnderTest,
  shop: Shop,
  shopper: DropShopper,
  product: Product,
  url = store.url
): Promise<Cart> {
  const cart = await Cart.create(store, shop, url)
  expectStatus(await shopper.send("POST", `/store/carts/${cart.id}/customer`), 200)
  if (shopper.customer) cart.actAs(shopper.customer)
  expectStatus(await cart.add(product.variantId), 200)
  await cart.checkOut()
  return cart
}

function expectStatus({ status, body }: Answer, wanted: number): void {
  if (status !== wanted) throw new Error(`${status} instead of ${wanted}: ${JSON.stringify(body)}`)
}

import { fillCart, makeCustomers } from "../lib/customers"
import { DropShopper, openDrop, reservationOf } from "../lib/drops"
import { Cart } from "../lib/cart"
import { readLedger } from "../lib/medusa-rows"
import { openPsp, pausePayments, PSP_PROVIDER, type Psp } from "../lib/psp"
import { openShop, type Shop } from "../lib/shop"
import { openStore, until, type StoreUnderTest } from "../lib/store-under-test"

let psp: Psp
let store: StoreUnderTest
let shop: Shop

// One change and one completion at a time, so that the second one waits in the checkout queue.
beforeAll(async () => {
  const options = { gate: { completions: 1, changes: 1 }, sweeper: { everySeconds: 3_600 } }
  store = await openStore({ options })
  psp = await openPsp(store)
  shop = await openShop(store, ["pp_system_default", PSP_PROVIDER])
})

afterAll(async () => {
  await psp?.close()
  await store?.close()
})

/** Moves a hold into the past. */
const passTime = (holdId: string, seconds: number): Promise<unknown> =>
  store.db.query(
    `update holdfast_hold set expires_at = expires_at - make_interval(secs => $2),
       extend_until = extend_until - make_interval(secs => $2) where id = $1`,
    [holdId, seconds]
  )

async function secondsLeft(holdId: string): Promise<number> {
  const { rows } = await store.db.query<{ left: number }>(
    `select extract(epoch from expires_at - clock_timestamp())::float8 as left
     from holdfast_hold where id = $1`,
    [holdId]
  )
  return rows[0]?.left ?? 0
}

interface Buyer {
  shopper: DropShopper
  holdId: string
  cart: Cart
}

/** Customers who hold a unit for 60 seconds, in carts that are ready for payment. */
async function buyersOf(units: number): Promise<{ dropId: string; buyers: Buyer[] }> {
  const product = await shop.product([units])
  const dropId = await openDrop(store, shop, product, { total_quantity: units })
  const buyers: Buyer[] = []
  for (const customer of await makeCustomers(store, units)) {
    const shopper = new DropShopper(store, shop, customer)
    const holdId = reservationOf(await shopper.reserve(dropId)).id
    buyers.push({ shopper, holdId, cart: await fillCart(store, shop, shopper, product) })
  }
  return { dropId, buyers }
}

it("a reservation does not expire while its purchase waits in the checkout queue", async () => {
  const { dropId, buyers } = await buyersOf(2)
  const [first, second] = buyers as [Buyer, Buyer]
  await first.cart.pay(PSP_PROVIDER)
  const { paying: asked, approve } = pausePayments(psp)
  const paying = first.shopper.purchase(dropId, first.cart.id)
  await asked
  const waiting = second.shopper.purchase(dropId, second.cart.id)
  await until("the second hold to be extended", async () => {
    return (await secondsLeft(second.holdId)) > 60
  })
  await passTime(second.holdId, 70) // the 60 seconds of the reservation, and more
  approve()
  expect((await paying).body).toMatchObject({ type: "order" })
  expect((await waiting).body).toMatchObject({ type: "order" })
})

it("a reservation that nobody pays for expires, however often its purchase is retried", async () => {
  const { dropId, buyers } = await buyersOf(1)
  const [{ shopper, holdId, cart }] = buyers as [Buyer]
  await cart.pay(PSP_PROVIDER)
  psp.decide = () => "error"
  const attempts: unknown[] = []
  for (let gone = 0; gone < 500; gone += 100) {
    const { status, body } = await shopper.purchase(dropId, cart.id)
    attempts.push(body?.code ?? status)
    await passTime(holdId, 100)
  }
  // A minute for itself, and two of grace, in which a payment may be tried again.
  expect(attempts.slice(0, 2)).not.toContain("HOLD_EXPIRED")
  expect(attempts.slice(2)).toEqual(["HOLD_EXPIRED", "HOLD_EXPIRED", "HOLD_EXPIRED"])
  const [next] = await makeCustomers(store, 1)
  const taken = await new DropShopper(store, shop, next).reserve(dropId)
  expect(taken.status).toBe(201)
})

it("a gate with too many requests for one cart returns 503 with Retry-After", async () => {
  const product = await shop.product([50])
  const cart = await Cart.create(store, shop)
  const answers = await Promise.all(Array.from({ length: 40 }, () => cart.add(product.variantId)))
  const busy = answers.filter((answer) => answer.status === 503)
  expect(busy.length).toBeGreaterThan(0)
  expect(busy[0]).toMatchObject({ body: { code: "CHECKOUT_BUSY" }, retryAfter: 2 })
  const went = answers.filter((answer) => answer.status === 200).length
  expect(went + busy.length).toBe(answers.length)
  expect((await readLedger(store.db, product.inventoryItemId)).held).toBe(went)
})

import { randomUUID } from "node:crypto"
import { HttpClient, type Answer } from "../../scripts/rush/http"
import { atOnce, createBarrier, failureCodes, fulfilled } from "../lib/barrier"
import { fillCart, makeCustomers, mintCustomers } from "../lib/customers"
import { DropShopper, openDrop, reservationOf, type Customer } from "../lib/drops"
import { useLedgerDatabase } from "../lib/ledger-database"
import { readItem } from "../lib/medusa-rows"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"

/** In full from the command line: `npm run rush -- --drop --shoppers 5000 --units 100`. */
const CUSTOMERS = 1_000
const UNITS = 50

let store: StoreUnderTest
let shop: Shop
let http: HttpClient

beforeAll(async () => {
  store = await sharedStore("pair")
  shop = await openShop(store)
  http = new HttpClient(CUSTOMERS)
})

afterAll(async () => {
  await http?.close()
  await store?.close()
})

const urlOf = (index: number, processes: number): string =>
  store.stores[index % processes]?.url ?? store.url

const shopperAt = (url: string, customer: Customer): DropShopper =>
  new DropShopper({ ...store, http }, shop, customer, url)

/** Status and code → how often. */
function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status, body, networkError } of answers) {
    const key = networkError ?? `${status} ${String(body?.code ?? "")}`.trim()
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

/** Holds of a drop by status, and what its pool counts. */
async function readDrop(
  dropId: string
): Promise<{ active: number; consumed: number; held: number }> {
  const { rows } = await store.db.query<{ active: number; consumed: number; held: number }>(
    `select (count(*) filter (where h.status = 'active'))::int as active,
       (count(*) filter (where h.status = 'consumed'))::int as consumed, p.held::int as held
     from holdfast_pool p left join holdfast_hold h on h.pool_id = p.id
     where p.owner_id = $1 group by p.id`,
    [dropId]
  )
  return rows[0] ?? { active: 0, consumed: 0, held: 0 }
}

describe.each([1, 2])("a drop in a rush over %i process(es)", (processes) => {
  it(`gives ${UNITS} units to ${UNITS} of ${CUSTOMERS} customers and tells the rest`, async () => {
    const product = await shop.product([UNITS])
    const dropId = await openDrop(store, shop, product, { total_quantity: UNITS })
    const customers = mintCustomers(CUSTOMERS)
    const answers = await Promise.all(
      customers.map((customer, index) =>
        shopperAt(urlOf(index, processes), customer).reserve(dropId)
      )
    )
    expect(tally(answers)).toEqual({ "201": UNITS, "409 OUT_OF_STOCK": CUSTOMERS - UNITS })
    expect(await readDrop(dropId)).toEqual({ active: UNITS, consumed: 0, held: UNITS })
  })

  it("sells all of it to those who hold it, and each unit once", async () => {
    const product = await shop.product([10])
    const dropId = await openDrop(store, shop, product, {
      total_quantity: 10,
      hold_ttl_seconds: 600,
    })
    const buyers = await makeCustomers(store, 10)
    const shoppers = buyers.map((buyer, index) => shopperAt(urlOf(index, processes), buyer))
    const reserved = await Promise.all([
      ...shoppers.map((shopper) => shopper.reserve(dropId)),
      ...mintCustomers(40).map((customer, index) =>
        shopperAt(urlOf(index, processes), customer).reserve(dropId)
      ),
    ])
    expect(tally(reserved)).toEqual({ "201": 10, "409 OUT_OF_STOCK": 40 })
    // Whoever of the strangers was faster gives the unit back, so that all ten who can buy hold
    // one.
    await passOn(dropId, shoppers)
    const carts = await Promise.all(
      shoppers.map((shopper, index) =>
        fillCart(store, shop, shopper, product, urlOf(index, processes))
      )
    )
    const bought = await Promise.all(
      shoppers.map((shopper, index) => shopper.purchase(dropId, carts[index]?.id ?? ""))
    )
    expect(tally(bought)).toEqual({ "200": 10 })
    const orders = bought.map((answer) => (answer.body?.order as { id: string }).id)
    expect(new Set(orders).size).toBe(10)
    await until("the purchases to be settled", async () => (await readDrop(dropId)).consumed === 10)
    expect(await readItem(store.db, product.inventoryItemId, shop.salesChannelId)).toMatchObject({
      reserved: 10,
      counter: 10,
      lowest: 0,
    })
    const late = await shopperAt(store.url, mintCustomers(1)[0] as Customer).reserve(dropId)
    expect(late.body).toMatchObject({ code: "OUT_OF_STOCK" })
  })

  it("gives one unit to a customer who hammers, with and without a key", async () => {
    const [hammerers, clicks] = [20, 10]
    const product = await shop.product([40])
    const dropId = await openDrop(store, shop, product, { total_quantity: 40 })
    const customers = mintCustomers(hammerers)
    const answers = await Promise.all(
      customers.map((customer, index) =>
        Promise.all(
          Array.from({ length: clicks }, (_, click) => {
            const key = index % 2 ? `click of ${customer.id}` : undefined
            return shopperAt(urlOf(click, processes), customer).reserve(dropId, {}, key)
          })
        )
      )
    )
    for (const [index, ofOne] of answers.entries()) {
      const withKey = index % 2 === 1
      expect(tally(ofOne)).toEqual(
        withKey ? { "201": clicks } : { "201": 1, "409 ALREADY_RESERVED": clicks - 1 }
      )
      const given = ofOne.filter(({ status }) => status === 201)
      expect(new Set(given.map((answer) => reservationOf(answer).id)).size).toBe(1)
    }
    expect(await readDrop(dropId)).toEqual({ active: hammerers, consumed: 0, held: hammerers })
  })
})

/** Lets the strangers' holds run out, and has the shoppers who got none reserve again. */
async function passOn(dropId: string, shoppers: readonly DropShopper[]): Promise<void> {
  await store.db.query(
    `update holdfast_hold h set expires_at = clock_timestamp() - interval '1 second'
     from holdfast_pool p where p.id = h.pool_id and p.owner_id = $1 and not h.holder_id = any($2)`,
    [dropId, shoppers.map((shopper) => shopper.customer?.id)]
  )
  for (const shopper of shoppers) {
    await until("the sold-out drop to be looked at again", async () => {
      const { status, body } = await shopper.reserve(dropId)
      return status === 201 || body?.code === "ALREADY_RESERVED"
    })
  }
}

describe("control: one customer's clicks that look first and hold then, in a transaction each", () => {
  const ledger = useLedgerDatabase()
  const CLICKS = 10

  /** What most shops do: is there a hold of this customer? No: insert one. */
  async function hammer(): Promise<PromiseSettledResult<number>[]> {
    const pool = await ledger.dropPool("40")
    const everybodyHasLooked = createBarrier(CLICKS)
    return atOnce(CLICKS, () =>
      ledger.tx(async (executor) => {
        const { rows } = await executor.query(
          `select 1 from holdfast_hold where pool_id = $1 and holder_id = 'cus_1' and status = 'active'`,
          [pool]
        )
        await everybodyHasLooked()
        if (rows.length) return 0
        await executor.query(
          `insert into holdfast_hold (id, pool_id, quantity, holder_type, holder_id, reason, expires_at, extend_until)
           values ($2, $1, 1, 'customer', 'cus_1', 'a test', now() + interval '1 hour', now() + interval '1 hour')`,
          [pool, randomUUID()]
        )
        return 1
      })
    )
  }

  it("are stopped by the database's own index only, the last line of defence", async () => {
    expect(failureCodes(await hammer())).toEqual(Array<string>(CLICKS - 1).fill("23505"))
  })

  it("get ten units without it", async () => {
    await ledger.rows("drop index holdfast_hold_one_active")
    expect(fulfilled(await hammer())).toEqual(Array<number>(CLICKS).fill(1))
  })
})

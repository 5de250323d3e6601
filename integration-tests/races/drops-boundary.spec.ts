import { consume } from "../../src/modules/ledger/operations/consume"
import { extend } from "../../src/modules/ledger/operations/extend"
import { listHolds } from "../../src/modules/ledger/operations/list-holds"
import type { ReserveRequest } from "../../src/modules/ledger/operations/reserve-types"
import { atOnce, fulfilled } from "../lib/barrier"
import { fillCart, makeCustomers, mintCustomers } from "../lib/customers"
import { DropShopper, openDrop, reservationOf, type Customer } from "../lib/drops"
import { useLedgerDatabase } from "../lib/ledger-database"
import { placeHold, request, reserveOne } from "../lib/ledger-requests"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"

/**
 * A purchase in the same instant as the expiry of its hold: whoever buys gets an order or
 * `HOLD_EXPIRED`, and a unit whose hold expired is the next one's; never both, never neither.
 */
describe("a completion that begins as its hold expires, with another customer waiting for the unit", () => {
  const ledger = useLedgerDatabase()
  const TRIALS = 1_000
  /** At once; their queries take turns at the connections, which spreads the instants by itself. */
  const LANES = 20
  /** Milliseconds over which the expiries are spread, to hit every step of the two. */
  const SPREAD_MS = 24
  /**
   * Around the time that a completion takes to begin on this machine, which the trials find out.
   */
  let boundaryMs = SPREAD_MS / 2

  const wanted = (pool: string, customer: string, cart: string | null): ReserveRequest => ({
    ...request([{ pool_id: pool, quantity: "1" }]),
    holder: { type: "customer", id: customer },
    cart_id: cart,
    once: true,
  })

  /** As a completion does: extends what is live, then checks what was extended. */
  async function secure(cart_id: string): Promise<boolean> {
    await ledger.tx((executor) =>
      extend(executor, {
        filter: { cart_ids: [cart_id] },
        seconds: 120,
        completion: "start",
        actor: "system",
        reason: "a test",
      })
    )
    const holds = await listHolds(ledger.pool, { cart_id: [cart_id], state: "active" })
    return holds.some((hold) => hold.completing_at !== null)
  }

  const next = async (pool: string): Promise<boolean> =>
    (await reserveOne(ledger, wanted(pool, "cus_next", null))).outcome === "granted"

  /** The last unit of a drop lies in a cart; it expires in `ms` milliseconds. */
  async function lastUnit(ms: number): Promise<{ pool: string; cart: string; hold_id: string }> {
    const pool = await ledger.dropPool("1")
    const cart = `cart_of_${pool}`
    const { hold_id } = await placeHold(ledger, wanted(pool, "cus_first", cart))
    await ledger.rows(
      `update holdfast_hold set expires_at = clock_timestamp() + make_interval(secs => $2 / 1000.0) where id = $1`,
      [hold_id, ms]
    )
    return { pool, cart, hold_id }
  }

  async function trial(index: number): Promise<"secured" | "expired"> {
    const { pool, cart } = await lastUnit(boundaryMs + (index % SPREAD_MS) - SPREAD_MS / 2)
    const [secured, taken] = await Promise.all([secure(cart), next(pool)])
    boundaryMs = Math.max(0, boundaryMs + (secured ? -1 : 1))
    const order = secured
      ? await ledger.tx((executor) =>
          consume(executor, { cart_id: cart, order_id: `order_${pool}`, used: [], available: [] })
        )
      : { changes: [] }
    // Whoever asks now: a unit whose hold expired is there, a bought one is not.
    const takenLater = taken || (await next(pool))
    expect({ index, ordered: order.changes.length, takenLater }).toEqual({
      index,
      ordered: secured ? 1 : 0,
      takenLater: !secured,
    })
    return secured ? "secured" : "expired"
  }

  it(`is secured or expired, ${TRIALS} times`, async () => {
    const counts = { secured: 0, expired: 0 }
    const queue = Array.from({ length: TRIALS }, (_, index) => index).values()
    fulfilled(
      await atOnce(LANES, async () => {
        for (const index of queue) counts[await trial(index)] += 1
      })
    )
    expect(counts.secured + counts.expired).toBe(TRIALS)
    // Else the trials never came near the boundary.
    expect(counts.secured).toBeGreaterThan(TRIALS / 100)
    expect(counts.expired).toBeGreaterThan(TRIALS / 100)
    expect(await ledger.miscounted()).toEqual([])
  })

  it("control: without checking what was extended, one unit is sold and given away", async () => {
    const { pool, cart, hold_id } = await lastUnit(60_000)
    const seen = await listHolds(ledger.pool, {
      cart_id: [cart],
      pool_kind: ["drop"],
      state: "in_time",
    })
    await ledger.lapse(hold_id)
    const taken = await next(pool)
    await secure(cart) // its answer is not asked for: the hold was seen
    expect({ bought: seen.length === 1, taken }).toEqual({ bought: true, taken: true })
  })
})

describe("the same over HTTP", () => {
  const TRIALS = 30
  /** Milliseconds until the holds of a wave of buyers expire: from too early to late enough. */
  const WAVE = [0, 40, 120, 300, 2_000]

  let store: StoreUnderTest
  let shop: Shop

  beforeAll(async () => {
    store = await sharedStore("default")
    shop = await openShop(store)
  })

  afterAll(() => store?.close())

  const as = (customer: Customer): DropShopper => new DropShopper(store, shop, customer)

  const lapseIn = (reservationId: string, ms: number): Promise<unknown> =>
    store.db.query(
      `update holdfast_hold set expires_at = clock_timestamp() + make_interval(secs => $2 / 1000.0) where id = $1`,
      [reservationId, ms]
    )

  it(`gives ${TRIALS} buyers an order or HOLD_EXPIRED, and every expired unit to another`, async () => {
    const product = await shop.product([TRIALS])
    const dropId = await openDrop(store, shop, product, {
      total_quantity: TRIALS,
      hold_ttl_seconds: 600,
    })
    const outcomes = { ordered: 0, expired: 0, taken: 0 }
    const reservations: { shopper: DropShopper; id: string; cart: string }[] = []
    for (const buyer of await makeCustomers(store, TRIALS)) {
      const shopper = as(buyer)
      const { id } = reservationOf(await shopper.reserve(dropId))
      const cart = await fillCart(store, shop, shopper, product)
      reservations.push({ shopper, id, cart: cart.id })
    }
    const others = mintCustomers(TRIALS).map(as)

    for (let wave = 0; wave < TRIALS; wave += WAVE.length) {
      await Promise.all(
        reservations.slice(wave, wave + WAVE.length).map(async ({ shopper, id, cart }, index) => {
          await lapseIn(id, (WAVE[index] ?? 0) + wave)
          const [bought, reserved] = await Promise.all([
            shopper.purchase(dropId, cart),
            others[wave + index]?.reserve(dropId),
          ])
          if (bought.status === 200) outcomes.ordered += 1
          else {
            expect(bought).toMatchObject({ status: 409, body: { code: "HOLD_EXPIRED" } })
            outcomes.expired += 1
          }
          if (reserved?.status === 201) outcomes.taken += 1
          else expect(reserved?.body).toMatchObject({ code: "OUT_OF_STOCK" })
        })
      )
    }
    expect(outcomes.ordered + outcomes.expired).toBe(TRIALS)
    expect([outcomes.ordered, outcomes.expired]).not.toContain(0)
    expect(outcomes.taken).toBeLessThanOrEqual(outcomes.expired)
    await until("the purchases to be settled", async () => {
      const { rows } = await store.db.query(
        "select 1 from holdfast_drop_purchase where drop_id = $1",
        [dropId]
      )
      return rows.length === outcomes.ordered
    })

    // What expired too late for those who waited is available now, and not a unit more.
    for (const latecomer of mintCustomers(outcomes.expired - outcomes.taken).map(as)) {
      await until("the drop to be looked at again", async () => {
        return (await latecomer.reserve(dropId)).status === 201
      })
    }
    const [last] = mintCustomers(1).map(as)
    expect((await last?.reserve(dropId))?.body).toMatchObject({ code: "OUT_OF_STOCK" })
  })
})

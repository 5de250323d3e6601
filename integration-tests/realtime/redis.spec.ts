import { DropShopper, openDrop, reservationOf, signUp, type Customer } from "../lib/drops"
import { openShop, type Shop } from "../lib/shop"
import { until, type StoreUnderTest } from "../lib/store-under-test"
import { openTrio, sellsEachUnitOnce } from "../lib/trio"
import { Listener } from "./listener"
import { hasRedis, startRedis, type RedisServer } from "./redis-server"

const withRedis = hasRedis ? describe : describe.skip

/** As Medusa is run in production: servers answer shoppers, and a worker hears the event bus. */
withRedis("two servers and a worker, with locks, events, workflows and cache in Redis", () => {
  let redis: RedisServer
  let store: StoreUnderTest
  let shop: Shop
  let alice: Customer
  let bob: Customer
  const listeners: Listener[] = []

  beforeAll(async () => {
    redis = await startRedis()
    const env = { REDIS_URL: redis.url, REDIS_MODULES: "true", MEDUSA_FF_CACHING: "true" }
    store = await openTrio({ lock: "redis", options: { sweeper: { everySeconds: 1 } }, env })
    shop = await openShop(store)
    alice = await signUp(store)
    bob = await signUp(store)
    for (const { url } of store.stores.slice(0, 2)) {
      listeners.push(await Listener.connect({ url, auth: { publishableKey: shop.key } }))
    }
  })

  afterAll(async () => {
    listeners.forEach((listener) => listener.close())
    await store?.close()
    await redis?.stop()
  })

  const as = (customer: Customer): DropShopper => new DropShopper(store, shop, customer)

  async function watchedDrop(units: number): Promise<string> {
    const product = await shop.product([units])
    const dropId = await openDrop(store, shop, product, { total_quantity: units })
    for (const listener of listeners) {
      await listener.hears(dropId, "DROP_CREATED")
      expect(listener.of(dropId)).toHaveLength(1)
      expect(await listener.join(dropId)).toMatchObject({ ok: true })
    }
    return dropId
  }

  it("use Redis, and no connection of the database", async () => {
    const { rowCount } = await store.db.query(
      `select 1 from pg_stat_activity
       where application_name = 'holdfast-realtime' and datname = current_database()`
    )
    expect(rowCount).toBe(0)
    expect(await redis.client.pubsub("NUMSUB", "holdfast:realtime")).toEqual([
      "holdfast:realtime",
      2,
    ])
  })

  it("tell the clients of all servers what only the worker heard, once", async () => {
    const dropId = await watchedDrop(2)
    const reservation = reservationOf(await as(alice).reserve(dropId))
    for (const listener of listeners) await listener.hearsStock(dropId, 1)
    await store.db.query(
      `update holdfast_hold set expires_at = clock_timestamp() - interval '1 second',
         extend_until = clock_timestamp() - interval '1 second' where id = $1`,
      [reservation.id]
    )
    for (const listener of listeners) {
      await listener.hears(dropId, "RESERVATION_EXPIRED")
      await listener.hearsStock(dropId, 2)
      expect(listener.of(dropId, "RESERVATION_EXPIRED")).toHaveLength(1)
    }
  })

  it("find each other again after Redis dropped their connections", async () => {
    const dropId = await watchedDrop(2)
    await as(alice).reserve(dropId)
    for (const listener of listeners) await listener.hearsStock(dropId, 1)
    await redis.client.client("KILL", "TYPE", "pubsub")
    await until("the servers to listen again", async () => {
      const [, count] = (await redis.client.pubsub("NUMSUB", "holdfast:realtime")) as [
        string,
        number,
      ]
      return count >= 2
    })
    await as(bob).reserve(dropId)
    for (const listener of listeners) await listener.hearsStock(dropId, 0)
  })

  sellsEachUnitOnce(() => store)

  it("end in order", async () => {
    for (const one of [...store.stores].reverse()) {
      await one.stop()
      expect(await one.ended).toEqual([0, null]) // not by a signal, after a timeout
    }
  })
})

import { useLedgerDatabase } from "../../lib/ledger-database"
import {
  CAP_SECONDS,
  TTL_SECONDS,
  levelClaim,
  placeHold,
  request,
  reserveAll,
  reserveOne,
} from "../../lib/ledger-requests"
import { reserve } from "../../../src/modules/ledger/operations/reserve"
import type { ReserveRequest } from "../../../src/modules/ledger/operations/reserve-types"

const ledger = useLedgerDatabase()
afterEach(async () => expect(await ledger.miscounted()).toEqual([]))

describe("granting", () => {
  it("places a hold, counts it in its pool and writes it into the journal", async () => {
    const pool = await ledger.dropPool("5")
    const hold = await placeHold(
      ledger,
      request([{ pool_id: pool, quantity: "2" }], { cart: "cart_a" })
    )
    expect(hold).toMatchObject({ pool_id: pool, quantity: "2", added: "2" })
    expect(await ledger.readHold(hold.hold_id)).toMatchObject({
      status: "active",
      quantity: "2",
      holder_type: "cart",
      holder_id: "cart_a",
      cart_id: "cart_a",
      resolved_at: null,
      due: false,
    })
    expect((await ledger.readPool(pool)).held).toBe("2")
    expect(await ledger.readEntries({ hold_id: hold.hold_id })).toMatchObject([
      { kind: "placed", quantity: "2", holder_id: "cart_a", actor: "shopper", reason: "a test" },
    ])
  })

  it("returns its changes, for the events", async () => {
    const pool = await ledger.dropPool("5")
    const one = request([{ pool_id: pool, quantity: "1" }], { cart: "cart_a" })
    const first = await ledger.tx((executor) => reserve(executor, [one]))
    const more = { ...one, claims: [{ pool_id: pool, quantity: "3" }] }
    const second = await ledger.tx((executor) => reserve(executor, [more]))
    expect(first.changes).toMatchObject([{ kind: "placed", quantity: "1", cart_id: "cart_a" }])
    expect(second.changes).toMatchObject([{ kind: "grown", quantity: "2", cart_id: "cart_a" }])
  })

  it("counts fractions exactly", async () => {
    const pool = await ledger.dropPool("0.3")
    await placeHold(ledger, request([{ pool_id: pool, quantity: "0.1" }]))
    await placeHold(ledger, request([{ pool_id: pool, quantity: "0.2" }]))
    expect((await ledger.readPool(pool)).held).toBe("0.3")
    const refused = await reserveOne(
      ledger,
      request([{ pool_id: pool, quantity: "0.000000000000000001" }])
    )
    expect(refused).toMatchObject({ outcome: "short", claims: [{ available: "0" }] })
  })

  it("fills a level up to what Medusa says is available there, less what others hold", async () => {
    const { id } = await ledger.levelPool()
    await placeHold(ledger, request([await levelClaim(ledger, id, "2", "3")]))
    expect(
      await reserveOne(ledger, request([await levelClaim(ledger, id, "2", "3")]))
    ).toMatchObject({ outcome: "short", claims: [{ pool_id: id, asked: "2", available: "1" }] })
    await placeHold(ledger, request([await levelClaim(ledger, id, "1", "3")]))
  })

  it("ignores a claim of zero units", async () => {
    const [some, none] = [await ledger.dropPool("5"), await ledger.dropPool("5")]
    const claims = [
      { pool_id: some, quantity: "1" },
      { pool_id: none, quantity: "0" },
    ]
    expect(await reserveOne(ledger, request(claims))).toMatchObject({
      outcome: "granted",
      holds: [{ pool_id: some, quantity: "1" }],
    })
    expect(await ledger.readHolds(none)).toEqual([])
  })

  it("grants nothing at a level without a reading of its availability", async () => {
    const { id } = await ledger.levelPool()
    expect(await reserveOne(ledger, request([{ pool_id: id, quantity: "1" }]))).toMatchObject({
      outcome: "short",
      claims: [{ available: "0" }],
    })
  })

  it("reports zero free units where Medusa sold more than there were", async () => {
    const { id } = await ledger.levelPool()
    expect(
      await reserveOne(ledger, request([await levelClaim(ledger, id, "1", "-4")]))
    ).toMatchObject({ outcome: "short", claims: [{ asked: "1", available: "0" }] })
  })
})

describe("a holder with a hold", () => {
  it("grows its hold by what is missing", async () => {
    const pool = await ledger.dropPool("5")
    const first = await placeHold(ledger, request([{ pool_id: pool, quantity: "2" }]))
    const grown = await placeHold(
      ledger,
      request([{ pool_id: pool, quantity: "5" }], { cart: first.cart_id ?? "" })
    )
    expect(grown).toMatchObject({ hold_id: first.hold_id, quantity: "5", added: "3" })
    expect((await ledger.readPool(pool)).held).toBe("5")
  })

  it("is never blocked by its own hold, even in a full pool", async () => {
    const pool = await ledger.dropPool("3")
    const mine = await placeHold(ledger, request([{ pool_id: pool, quantity: "3" }]))
    const again = await placeHold(
      ledger,
      request([{ pool_id: pool, quantity: "3" }], { cart: mine.cart_id ?? "" })
    )
    expect(again).toMatchObject({ hold_id: mine.hold_id, quantity: "3", added: "0" })
  })

  it("keeps what it has where the merchant took the stock away", async () => {
    const { id } = await ledger.levelPool()
    const mine = await placeHold(ledger, request([await levelClaim(ledger, id, "2", "2")]))
    const again = await placeHold(
      ledger,
      request([await levelClaim(ledger, id, "2", "0")], { cart: mine.cart_id ?? "" })
    )
    expect(again).toMatchObject({ quantity: "2", added: "0" })
  })

  it("keeps what it has when it asks for less", async () => {
    const pool = await ledger.dropPool("3")
    const mine = await placeHold(ledger, request([{ pool_id: pool, quantity: "3" }]))
    const less = await placeHold(
      ledger,
      request([{ pool_id: pool, quantity: "1" }], { cart: mine.cart_id ?? "" })
    )
    expect(less).toMatchObject({ hold_id: mine.hold_id, quantity: "3", added: "0" })
  })

  it("learns that it could have its own units and the free ones", async () => {
    const pool = await ledger.dropPool("5")
    const mine = await placeHold(ledger, request([{ pool_id: pool, quantity: "2" }]))
    await placeHold(ledger, request([{ pool_id: pool, quantity: "2" }]))
    const refused = await reserveOne(
      ledger,
      request([{ pool_id: pool, quantity: "4" }], { cart: mine.cart_id ?? "" })
    )
    expect(refused).toEqual({
      outcome: "short",
      claims: [{ pool_id: pool, asked: "4", available: "3" }],
    })
  })
})

describe("several pools in one request", () => {
  it("grants all claims or none", async () => {
    const [roomy, tight] = [await ledger.dropPool("5"), await ledger.dropPool("1")]
    const refused = await reserveOne(
      ledger,
      request([
        { pool_id: roomy, quantity: "2" },
        { pool_id: tight, quantity: "2" },
      ])
    )
    expect(refused).toEqual({
      outcome: "short",
      claims: [{ pool_id: tight, asked: "2", available: "1" }],
    })
    expect((await ledger.readPool(roomy)).held).toBe("0")
    expect(await ledger.readHolds(roomy)).toEqual([])
  })

  it("names every short pool at once", async () => {
    const [one, two] = [await ledger.dropPool("1"), await ledger.dropPool("2")]
    const refused = await reserveOne(
      ledger,
      request([
        { pool_id: one, quantity: "3" },
        { pool_id: two, quantity: "3" },
      ])
    )
    expect(refused).toMatchObject({
      claims: [
        { pool_id: one, available: "1" },
        { pool_id: two, available: "2" },
      ],
    })
  })

  it("places one hold per pool", async () => {
    const pools = [await ledger.dropPool("1"), await ledger.dropPool("1")]
    const result = await reserveOne(
      ledger,
      request(pools.map((pool_id) => ({ pool_id, quantity: "1" })))
    )
    expect(result).toMatchObject({
      outcome: "granted",
      holds: pools.map((pool_id) => ({ pool_id, quantity: "1", added: "1" })),
    })
  })
})

describe("a batch", () => {
  it("serves first come, first served", async () => {
    const pool = await ledger.dropPool("3")
    const results = await reserveAll(
      ledger,
      ["2", "2", "1"].map((quantity) => request([{ pool_id: pool, quantity }]))
    )
    expect(results).toMatchObject([
      { outcome: "granted" },
      { outcome: "short", claims: [{ asked: "2", available: "1" }] },
      { outcome: "granted" },
    ])
    expect((await ledger.readPool(pool)).held).toBe("3")
  })

  it("takes nothing for a request that is short in one pool, so that the next request gets it", async () => {
    const [tight, shared] = [await ledger.dropPool("1"), await ledger.dropPool("1")]
    const results = await reserveAll(ledger, [
      request([
        { pool_id: shared, quantity: "1" },
        { pool_id: tight, quantity: "2" },
      ]),
      request([{ pool_id: shared, quantity: "1" }]),
    ])
    expect(results.map((result) => result.outcome)).toEqual(["short", "granted"])
  })

  it("takes a holder's later request as the new total of its hold", async () => {
    const pool = await ledger.dropPool("5")
    const results = await reserveAll(
      ledger,
      ["2", "3", "1"].map((quantity) => request([{ pool_id: pool, quantity }], { cart: "cart_a" }))
    )
    expect(results).toMatchObject([
      { holds: [{ quantity: "2", added: "2" }] },
      { holds: [{ quantity: "3", added: "1" }] },
      { holds: [{ quantity: "3", added: "0" }] },
    ])
    expect(await ledger.readHolds(pool)).toMatchObject([{ quantity: "3" }])
  })

  it("takes a holder's later requests as the new total of a hold that was there before", async () => {
    const pool = await ledger.dropPool("5")
    await placeHold(ledger, request([{ pool_id: pool, quantity: "1" }], { cart: "cart_a" }))
    const results = await reserveAll(
      ledger,
      ["2", "4"].map((quantity) => request([{ pool_id: pool, quantity }], { cart: "cart_a" }))
    )
    expect(results).toMatchObject([
      { holds: [{ quantity: "2", added: "1" }] },
      { holds: [{ quantity: "4", added: "2" }] },
    ])
    expect(await ledger.readHolds(pool)).toMatchObject([{ quantity: "4" }])
  })

  it("returns results in the order of the requests", async () => {
    const pool = await ledger.dropPool("60")
    const requests = Array.from({ length: 100 }, (_, index) =>
      request([{ pool_id: pool, quantity: "1" }], { cart: `cart_${index}` })
    )
    const results = await reserveAll(ledger, requests)
    const granted = results.map((result) => result.outcome === "granted")
    expect(granted).toEqual(requests.map((_, index) => index < 60))
    const holders = (await ledger.readHolds(pool)).map((hold) => hold.holder_id)
    expect(new Set(holders)).toEqual(new Set(requests.slice(0, 60).map(({ holder }) => holder.id)))
  })
})

describe("time", () => {
  it("gives a new hold its time to live", async () => {
    const pool = await ledger.dropPool("1")
    const hold = await placeHold(ledger, request([{ pool_id: pool, quantity: "1" }]))
    expect(await ledger.secondsLeft(hold.hold_id)).toBe(TTL_SECONDS)
    const { expires_at, extend_until } = await ledger.readHold(hold.hold_id)
    expect(extend_until.getTime() - expires_at.getTime()).toBe((CAP_SECONDS - TTL_SECONDS) * 1_000)
  })

  it("never lets a hold live past its hard cap", async () => {
    const pool = await ledger.dropPool("1")
    const one = request([{ pool_id: pool, quantity: "1" }], { ttl_seconds: 900, cap_seconds: 60 })
    const hold = await placeHold(ledger, one)
    expect(await ledger.secondsLeft(hold.hold_id)).toBe(60)
    await placeHold(ledger, one)
    expect(await ledger.secondsLeft(hold.hold_id)).toBeLessThanOrEqual(60)
  })

  it("extends a hold that is requested again, and journals it", async () => {
    const pool = await ledger.dropPool("1")
    const one = request([{ pool_id: pool, quantity: "1" }], { ttl_seconds: 60 })
    const hold = await placeHold(ledger, one)
    await placeHold(ledger, { ...one, ttl_seconds: 600 })
    expect(await ledger.secondsLeft(hold.hold_id)).toBe(600)
    const kinds = (await ledger.readEntries({ hold_id: hold.hold_id })).map((entry) => entry.kind)
    expect(kinds).toEqual(["placed", "extended"])
  })

  it("does not shorten a hold's life with a shorter time to live", async () => {
    const pool = await ledger.dropPool("2")
    const one = request([{ pool_id: pool, quantity: "1" }])
    const hold = await placeHold(ledger, one)
    await placeHold(ledger, {
      ...one,
      claims: [{ pool_id: pool, quantity: "2" }],
      ttl_seconds: 10,
    })
    expect(await ledger.secondsLeft(hold.hold_id)).toBe(TTL_SECONDS)
  })

  it("extends only the holds in the request's pools", async () => {
    const [asked, other] = [await ledger.dropPool("1"), await ledger.dropPool("2")]
    const short = { cart: "cart_a", ttl_seconds: 60 }
    const left = await placeHold(ledger, request([{ pool_id: other, quantity: "1" }], short))
    await reserveAll(ledger, [
      request([{ pool_id: asked, quantity: "1" }], { cart: "cart_a", ttl_seconds: 600 }),
      request([{ pool_id: other, quantity: "1" }], { cart: "cart_b" }),
    ])
    expect(await ledger.secondsLeft(left.hold_id)).toBe(60)
  })

  it("gives a holder that asks twice in a batch the longer of the two times", async () => {
    const pool = await ledger.dropPool("1")
    const asking = (ttl_seconds: number): ReserveRequest =>
      request([{ pool_id: pool, quantity: "1" }], { cart: "cart_a", ttl_seconds })
    const hold = await placeHold(ledger, asking(60))
    await reserveAll(ledger, [asking(120), asking(600), asking(300)])
    expect(await ledger.secondsLeft(hold.hold_id)).toBe(600)
  })

  it("gives a hold that is placed twice in a batch the longer of the two times", async () => {
    const pool = await ledger.dropPool("1")
    const results = await reserveAll(
      ledger,
      [120, 600].map((ttl_seconds) =>
        request([{ pool_id: pool, quantity: "1" }], { cart: "cart_a", ttl_seconds })
      )
    )
    const [first] = results
    const id = first?.outcome === "granted" ? (first.holds[0]?.hold_id ?? "") : ""
    expect(await ledger.secondsLeft(id)).toBe(600)
  })

  it("writes what it grants even when the hold becomes due between the read and the write", async () => {
    const pool = await ledger.dropPool("5")
    const mine = await placeHold(ledger, request([{ pool_id: pool, quantity: "1" }]))
    const more = request([{ pool_id: pool, quantity: "3" }], { cart: mine.cart_id ?? "" })
    const { results } = await ledger.tx((executor) =>
      reserve(
        {
          async query(text, values) {
            if (text.includes("insert into holdfast_hold")) {
              await executor.query(
                `update holdfast_hold set expires_at = clock_timestamp() where id = $1`,
                [mine.hold_id]
              )
            }
            return executor.query(text, values)
          },
        },
        [more]
      )
    )
    expect(results).toMatchObject([{ outcome: "granted", holds: [{ quantity: "3", added: "2" }] }])
    const holds = (await ledger.readHolds(pool)).filter((hold) => !hold.due)
    expect(holds).toMatchObject([{ quantity: "3" }])
  })
})

describe("due holds", () => {
  it("make room in a full pool before anybody gets an error", async () => {
    const pool = await ledger.dropPool("2")
    const old = [
      await placeHold(ledger, request([{ pool_id: pool, quantity: "1" }])),
      await placeHold(ledger, request([{ pool_id: pool, quantity: "1" }])),
    ]
    await ledger.lapse(...old.map((hold) => hold.hold_id))
    const { results, changes } = await ledger.tx((executor) =>
      reserve(executor, [request([{ pool_id: pool, quantity: "2" }])])
    )
    expect(results).toMatchObject([{ outcome: "granted" }])
    expect(changes.map((change) => change.kind).sort()).toEqual(["expired", "expired", "placed"])
    expect((await ledger.readHold(old[0]?.hold_id ?? "")).status).toBe("expired")
  })

  it("do not reduce the available units that an error reports", async () => {
    const pool = await ledger.dropPool("3")
    const old = await placeHold(ledger, request([{ pool_id: pool, quantity: "2" }]))
    await placeHold(ledger, request([{ pool_id: pool, quantity: "1" }]))
    await ledger.lapse(old.hold_id)
    expect(await reserveOne(ledger, request([{ pool_id: pool, quantity: "3" }]))).toMatchObject({
      outcome: "short",
      claims: [{ available: "2" }],
    })
  })

  it("are not touched while there is room", async () => {
    const pool = await ledger.dropPool("5")
    const old = await placeHold(ledger, request([{ pool_id: pool, quantity: "1" }]))
    await ledger.lapse(old.hold_id)
    await placeHold(ledger, request([{ pool_id: pool, quantity: "1" }]))
    expect(await ledger.readHold(old.hold_id)).toMatchObject({ status: "active", due: true })
  })

  it("are replaced by a new hold when they are the holder's own", async () => {
    const pool = await ledger.dropPool("5")
    const old = await placeHold(ledger, request([{ pool_id: pool, quantity: "2" }]))
    await ledger.lapse(old.hold_id)
    const fresh = await placeHold(
      ledger,
      request([{ pool_id: pool, quantity: "1" }], { cart: old.cart_id ?? "" })
    )
    expect(fresh.hold_id).not.toBe(old.hold_id)
    expect(fresh).toMatchObject({ quantity: "1", added: "1" })
    expect(await ledger.secondsLeft(fresh.hold_id)).toBe(TTL_SECONDS)
    expect((await ledger.readHold(old.hold_id)).status).toBe("expired")
  })

  it("are replaced even where there are more than one round clears", async () => {
    const pool = await ledger.dropPool("20000")
    const mine = await placeHold(ledger, request([{ pool_id: pool, quantity: "1" }]))
    await ledger.rows(
      `with old as (
         insert into holdfast_hold (id, pool_id, quantity, holder_type, holder_id, reason, expires_at, extend_until)
         select 'hfhold_' || n, $1, 1, 'cart', 'cart_' || n, 'a test', now() - interval '1 hour', now()
         from generate_series(1, 10001) n returning id
       ), counted as (
         update holdfast_pool set held = held + 10001 where id = $1
       )
       insert into holdfast_entry (kind, pool_id, hold_id, quantity, actor, reason)
       select 'placed', $1, id, 1, 'system', 'a test' from old`,
      [pool]
    )
    await ledger.lapse(mine.hold_id) // younger than all the others, so the last to be cleared away
    const again = request([{ pool_id: pool, quantity: "1" }], { cart: mine.cart_id ?? "" })
    expect(await placeHold(ledger, again)).toMatchObject({ added: "1" })
  })

  it("make room for a whole batch", async () => {
    const pool = await ledger.dropPool("3")
    const old = await placeHold(ledger, request([{ pool_id: pool, quantity: "3" }]))
    await ledger.lapse(old.hold_id)
    const results = await reserveAll(
      ledger,
      Array.from({ length: 4 }, () => request([{ pool_id: pool, quantity: "1" }]))
    )
    expect(results.map((result) => result.outcome)).toEqual([
      "granted",
      "granted",
      "granted",
      "short",
    ])
  })
})

describe("versions of a level", () => {
  it("rejects a reading older than the pool as stale, and writes nothing", async () => {
    const { id } = await ledger.levelPool()
    const claim = await levelClaim(ledger, id, "1", "5")
    await ledger.rows(`update holdfast_pool set version = version + 1 where id = $1`, [id])
    expect(await reserveOne(ledger, request([claim]))).toEqual({
      outcome: "stale",
      pool_ids: [id],
    })
    expect(await ledger.readHolds(id)).toEqual([])
  })

  it("keeps others' readings valid when a hold is placed, grown or released", async () => {
    const { id } = await ledger.levelPool()
    const before = await ledger.readPool(id)
    const one = await placeHold(ledger, request([await levelClaim(ledger, id, "1", "5")]))
    await placeHold(
      ledger,
      request([await levelClaim(ledger, id, "2", "5")], { cart: one.cart_id ?? "" })
    )
    expect((await ledger.readPool(id)).version).toBe(before.version)
  })

  it("rejects the stale request of a batch and serves the others", async () => {
    const [stale, fresh] = [await ledger.levelPool(), await ledger.levelPool()]
    const old = await levelClaim(ledger, stale.id, "1", "5")
    await ledger.rows(`update holdfast_pool set version = version + 1 where id = $1`, [stale.id])
    const results = await reserveAll(ledger, [
      request([old]),
      request([await levelClaim(ledger, fresh.id, "1", "5")]),
      request([await levelClaim(ledger, stale.id, "1", "5")]),
    ])
    expect(results.map((result) => result.outcome)).toEqual(["stale", "granted", "granted"])
  })

  it("rejects a reading of a pool that does not exist as stale", async () => {
    const claim = {
      pool_id: "hfpool_gone",
      quantity: "1",
      capacity: { available: "5", version: "0" },
    }
    expect((await reserveOne(ledger, request([claim]))).outcome).toBe("stale")
  })

  it("rejects a reading as stale when a due hold that may be ordered made room", async () => {
    // The cart was completing when its hold became due: Medusa may have taken the unit since the
    // reading.
    const { id } = await ledger.levelPool()
    const old = await placeHold(ledger, request([await levelClaim(ledger, id, "1", "1")]))
    const reading = await levelClaim(ledger, id, "1", "1")
    await ledger.rows(
      `update holdfast_hold set completing_at = clock_timestamp(), expires_at = clock_timestamp() where id = $1`,
      [old.hold_id]
    )
    expect(await reserveOne(ledger, request([reading]))).toEqual({
      outcome: "stale",
      pool_ids: [id],
    })
    expect(
      (await reserveOne(ledger, request([await levelClaim(ledger, id, "1", "0")]))).outcome
    ).toBe("short")
  })
})

import { useLedgerDatabase } from "../../lib/ledger-database"
import { acquireLocks, keepLocks, releaseLocks } from "../../../src/modules/ledger/operations/locks"

const ledger = useLedgerDatabase()

const acquire = (owner: string, items: string[], cart = `cart_of_${owner}`, seconds = 20) =>
  ledger.tx((executor) => acquireLocks(executor, { owner, cart_id: cart, keys: items, seconds }))

const passTime = (seconds: number) =>
  ledger.rows(`update holdfast_lock set expires_at = expires_at - make_interval(secs => $1)`, [
    seconds,
  ])

describe("acquiring locks", () => {
  it("gives a free lock to who asks", async () => {
    expect(await acquire("a", ["i1"])).toEqual([])
  })

  it("tells everybody else whose lock it is", async () => {
    await acquire("a", ["i1"])
    expect(await acquire("b", ["i1"])).toEqual([
      { key: "i1", cart_id: "cart_of_a", owner: "a", keep_until_settled: false },
    ])
  })

  it("lets the owner acquire it again, for longer", async () => {
    await acquire("a", ["i1"])
    expect(await acquire("a", ["i1"], "cart_of_a", 600)).toEqual([])
    await passTime(500)
    expect(await acquire("b", ["i1"])).toHaveLength(1)
  })

  it("keeps two attempts at one cart apart", async () => {
    await acquire("a", ["i1"], "cart_1")
    expect(await acquire("b", ["i1"], "cart_1")).toHaveLength(1)
  })

  it("gives all locks or none", async () => {
    await acquire("a", ["i2"])
    expect(await acquire("b", ["i1", "i2", "i3"])).toMatchObject([{ key: "i2" }])
    expect(await acquire("c", ["i1", "i3"])).toEqual([])
  })

  it("accepts a key that is given twice", async () => {
    expect(await acquire("a", ["i1", "i1"])).toEqual([])
  })

  it("ignores an expired lock, so that a crash blocks nobody for long", async () => {
    await acquire("a", ["i1"])
    await passTime(20)
    expect(await acquire("b", ["i1"])).toEqual([])
    expect(await acquire("a", ["i1"])).toMatchObject([{ owner: "b" }])
  })
})

describe("releasing locks", () => {
  it("frees all locks of an attempt", async () => {
    await acquire("a", ["i1", "i2"])
    await releaseLocks(ledger.pool, { of: { owner: "a" } })
    expect(await acquire("b", ["i1", "i2"])).toEqual([])
  })

  it("frees only the given keys' locks", async () => {
    await acquire("a", ["i1", "i2"])
    await releaseLocks(ledger.pool, { of: { owner: "a" }, keys: ["i1"] })
    expect(await acquire("b", ["i1"])).toEqual([])
    expect(await acquire("b", ["i2"])).toHaveLength(1)
  })

  it("frees all locks of a cart, whichever attempt took them", async () => {
    await acquire("a", ["i1"], "cart_1")
    await acquire("b", ["i2"], "cart_1")
    await releaseLocks(ledger.pool, { of: { cart_id: "cart_1" } })
    expect(await acquire("c", ["i1", "i2"])).toEqual([])
  })

  it("does not free a lock that another owner has acquired", async () => {
    await acquire("a", ["i1"])
    await passTime(20)
    await acquire("b", ["i1"])
    await releaseLocks(ledger.pool, { of: { owner: "a" } })
    expect(await acquire("c", ["i1"])).toMatchObject([{ owner: "b" }])
  })
})

describe("keeping locks until the order is settled", () => {
  const keep = (owner: string, items: string[]) =>
    keepLocks(ledger.pool, { owner, keys: items, seconds: 60 })

  it("marks the attempt's locks and extends them", async () => {
    await acquire("a", ["i1"])
    await keep("a", ["i1"])
    await passTime(50)
    expect(await acquire("b", ["i1"])).toMatchObject([{ owner: "a", keep_until_settled: true }])
  })

  it("keeps the mark when the owner acquires the lock again", async () => {
    await acquire("a", ["i1"])
    await keep("a", ["i1"])
    await acquire("a", ["i1"])
    expect(await acquire("b", ["i1"])).toMatchObject([{ keep_until_settled: true }])
  })

  it("does not pass the mark to the next owner", async () => {
    await acquire("a", ["i1"])
    await keep("a", ["i1"])
    await passTime(60)
    await acquire("b", ["i1"])
    expect(await acquire("c", ["i1"])).toMatchObject([{ owner: "b", keep_until_settled: false }])
  })

  it("does nothing to another owner's lock", async () => {
    await acquire("a", ["i1"])
    await keep("b", ["i1"])
    expect(await acquire("c", ["i1"])).toMatchObject([{ owner: "a", keep_until_settled: false }])
  })
})

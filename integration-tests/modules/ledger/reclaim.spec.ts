import { useLedgerDatabase } from "../../lib/ledger-database"
import { request, reserveAll, reserveOne } from "../../lib/ledger-requests"
import { shrinkPool } from "../../../src/modules/ledger/operations/shrink-pool"

const ledger = useLedgerDatabase()
afterEach(async () => expect(await ledger.miscounted()).toEqual([]))

const DUE = 5_000

/** A pool full of due holds, of one unit each by default. */
async function poolFullOfDue({ holds = DUE, each = "1" } = {}): Promise<string> {
  const pool = await ledger.dropPool(String(holds * Number(each)))
  await ledger.rows(
    `with held as (
       insert into holdfast_hold (id, pool_id, quantity, holder_type, holder_id, reason, expires_at, extend_until)
       select $1 || n, $1, $2, 'customer', 'due_' || n, 'a test', now() - make_interval(secs => n), now()
       from generate_series(1, $3) n returning *
     ), counted as (
       update holdfast_pool set held = quantity where id = $1
     )
     insert into holdfast_entry (kind, pool_id, hold_id, quantity, holder_type, holder_id, actor, reason)
     select 'placed', pool_id, id, quantity, holder_type, holder_id, 'shopper', reason from held`,
    [pool, each, holds]
  )
  return pool
}

async function countExpired(pool: string): Promise<number> {
  return (await ledger.readHolds(pool)).filter((hold) => hold.status === "expired").length
}

it("clears no more of a full pool than a shopper and the next few need, the oldest first", async () => {
  const pool = await poolFullOfDue()
  expect(await reserveOne(ledger, request([{ pool_id: pool, quantity: "1" }]))).toMatchObject({
    outcome: "granted",
  })
  expect(await countExpired(pool)).toBeLessThan(500)
  expect((await ledger.readHold(`${pool}${DUE}`)).status).toBe("expired")
})

it("clears what a whole batch needs in one round", async () => {
  const pool = await poolFullOfDue()
  const batch = Array.from({ length: 400 }, () => request([{ pool_id: pool, quantity: "1" }]))
  const results = await reserveAll(ledger, batch)
  expect(results.every(({ outcome }) => outcome === "granted")).toBe(true)
  expect(await countExpired(pool)).toBe(400)
})

it("clears in several rounds where one does not yield enough units", async () => {
  const pool = await poolFullOfDue({ each: "0.25" })
  // 900 units are 3,600 of these holds: four rounds.
  expect(await reserveOne(ledger, request([{ pool_id: pool, quantity: "900" }]))).toMatchObject({
    outcome: "granted",
  })
  expect(await countExpired(pool)).toBeGreaterThanOrEqual(3_600)
})

it("reports a shortage only when nothing is due, with the true figure", async () => {
  const pool = await poolFullOfDue()
  const asked = String(DUE + 1)
  expect(await reserveOne(ledger, request([{ pool_id: pool, quantity: asked }]))).toMatchObject({
    outcome: "short",
    claims: [{ pool_id: pool, asked, available: String(DUE) }],
  })
  expect(await countExpired(pool)).toBe(DUE)
})

it("resolves the requester's own due hold, however many are older", async () => {
  const pool = await poolFullOfDue()
  const [result] = await reserveAll(ledger, [
    request([{ pool_id: pool, quantity: "1" }], { holder: { type: "customer", id: "due_1" } }),
  ])
  expect(result).toMatchObject({ outcome: "granted", holds: [{ added: "1" }] })
  expect((await ledger.readHold(`${pool}1`)).status).toBe("expired") // the youngest of them all
})

it("clears only the short pool of a request for several", async () => {
  const [full, roomy] = [await poolFullOfDue(), await poolFullOfDue({ holds: 10 })]
  await ledger.rows(`update holdfast_pool set quantity = 20 where id = $1`, [roomy])
  const claims = [full, roomy].map((pool_id) => ({ pool_id, quantity: "1" }))
  expect(await reserveOne(ledger, request(claims))).toMatchObject({ outcome: "granted" })
  expect(await countExpired(full)).toBeGreaterThan(0)
  expect(await countExpired(roomy)).toBe(0)
})

it("empties a pool full of due holds, in as many rounds as it takes", async () => {
  const pool = await poolFullOfDue({ holds: 1_200 })
  const shrunk = await ledger.tx((executor) => shrinkPool(executor, pool, { to: "0" }))
  expect(shrunk).toMatchObject({ quantity: "0", taken: "1200" })
  expect(shrunk.changes).toHaveLength(1_200)
})

import type { Executor } from "../../../src/shared/executor"
import { recount } from "../../../src/modules/ledger/operations/recount"
import {
  listAndCountPools,
  type PoolFilter,
} from "../../../src/modules/ledger/operations/list-pools"
import { listVaultEntries } from "../../../src/modules/ledger/operations/vaults"
import { audit } from "../../../src/modules/ledger/operations/audit"
import { useLedgerDatabase } from "../../lib/ledger-database"
import {
  ALICE,
  BOB,
  CARD,
  CLUB,
  NAMESAKE,
  PAGE,
  give,
  moved,
  promise,
  unitsOf,
  vaultId,
} from "../../lib/ledger-vaults"

const ledger = useLedgerDatabase()
const PAGE_OF_ALL = { limit: 100, offset: 0 }

describe("vaults among the pools", () => {
  it("keeps a customer and a shared inventory of the same id apart", async () => {
    await give(ledger, ALICE, "1")
    await give(ledger, NAMESAKE, "2")
    expect(await unitsOf(ledger, ALICE)).toMatchObject({ quantity: "1" })
    expect(await unitsOf(ledger, NAMESAKE)).toMatchObject({ quantity: "2" })
  })

  it("omits empty vaults, and counts all pages", async () => {
    await give(ledger, ALICE, "1")
    await give(ledger, ALICE, "1", PAGE)
    await give(ledger, BOB, "1")
    await moved(ledger, { variant_id: CARD, from: BOB, to: CLUB, quantity: "1" })
    const look = async (filter: PoolFilter, page = PAGE_OF_ALL) => {
      const chosen = { kind: ["vault" as const], filled: true as const, ...filter }
      const { pools, count } = await listAndCountPools(ledger.pool, chosen, page)
      return { who: pools.map((pool) => `${pool.owner_id} ${pool.counted_id}`), count }
    }
    expect(await look({ owner: [ALICE, BOB] })).toEqual({
      who: [`cus_alice ${CARD}`, `cus_alice ${PAGE}`],
      count: 2,
    })
    expect(await look({ owner: [ALICE] }, { limit: 1, offset: 1 })).toEqual({
      who: [`cus_alice ${PAGE}`],
      count: 2,
    })
    expect(await look({ variant_id: [CARD] })).toEqual({
      who: [`cus_alice ${CARD}`, `hfinv_club ${CARD}`],
      count: 2,
    })
    expect(await look({ owner_type: ["shared_inventory"] })).toMatchObject({ count: 1 })
    expect(await look({ owner: [] })).toEqual({ who: [], count: 0 })
  })
})

it("an owner's vaults and journal are found by an index, however many there are", async () => {
  await ledger.rows(
    `insert into holdfast_pool (id, kind, counted_type, counted_id, owner_type, owner_id, quantity)
     select 'hfpool_' || n, 'vault', 'variant', 'variant_' || n % 100, 'customer', 'cus_' || n / 10, 1
     from generate_series(1, 50000) n`
  )
  await ledger.rows(
    `insert into holdfast_entry (kind, pool_id, quantity, actor, reason, reference)
     select 'credited', 'hfpool_' || n, 1, 'admin', 'a test', 'a test' from generate_series(1, 50000) n`
  )
  await ledger.rows(`analyze holdfast_pool, holdfast_entry`)
  const plans: string[] = []
  const explaining: Executor = {
    async query(text, values) {
      const plan = await ledger.rows<{ "QUERY PLAN": string }>(`explain ${text}`, values)
      plans.push(plan.map((line) => line["QUERY PLAN"]).join("\n"))
      return { rows: [], rowCount: 0 }
    },
  }
  const owners = [{ type: "customer" as const, id: "cus_7" }, CLUB]
  await listAndCountPools(explaining, { kind: ["vault"], owner: owners, filled: true }, PAGE_OF_ALL)
  await listVaultEntries(explaining, { owners }, PAGE_OF_ALL)
  expect(plans).toHaveLength(4)
  const readsAll = /Seq Scan on holdfast_(pool|entry)/
  for (const plan of plans) expect(plan).not.toMatch(readsAll)

  // Control: the same condition behind an "or" reads every vault.
  plans.length = 0
  await explaining.query(
    `select from holdfast_pool p where p.kind = 'vault'
     and ($1::text[] is null or (p.owner_type, p.owner_id) in (select * from unnest($1::text[], $2::text[])))`,
    [owners.map((owner) => owner.type), owners.map((owner) => owner.id)]
  )
  expect(plans[0]).toMatch(readsAll)
})

describe("listVaultEntries", () => {
  it("returns an owner's journal newest first, with the trade that holds the units", async () => {
    await give(ledger, ALICE, "3")
    await promise(ledger, ALICE, "2")
    await give(ledger, BOB, "1")
    const { rows, count } = await listVaultEntries(ledger.pool, { owners: [ALICE] }, PAGE_OF_ALL)
    expect(count).toBe(2)
    expect(rows).toMatchObject([
      { kind: "placed", quantity: "2", trade_id: "hftrade_1", variant_id: CARD },
      { kind: "credited", quantity: "3", trade_id: null, reference: "a test" },
    ])
  })

  it("returns both sides of a movement by its reference, and of a trade by its id", async () => {
    await give(ledger, ALICE, "3")
    await moved(ledger, {
      variant_id: CARD,
      from: ALICE,
      to: CLUB,
      quantity: "1",
      reference: "deposit_1",
    })
    await promise(ledger, ALICE, "1")
    const of = async (reference: string) =>
      (await listVaultEntries(ledger.pool, { reference }, PAGE_OF_ALL)).rows.map(
        (row) => `${row.owner_id} ${row.kind}`
      )
    expect((await of("deposit_1")).sort()).toEqual(["cus_alice given", "hfinv_club received"])
    expect(await of("hftrade_1")).toEqual(["cus_alice placed"])
  })
})

describe("the audit of I6", () => {
  it("finds a vault that was changed past its journal, and recounting repairs it", async () => {
    await give(ledger, ALICE, "3")
    await give(ledger, BOB, "2")
    const id = await vaultId(ledger, ALICE)
    await ledger.rows(`update holdfast_pool set quantity = 5 where id = $1`, [id])
    expect((await ledger.tx(audit)).unbalanced).toEqual([
      { pool_id: id, quantity: "5", journal: "3" },
    ])
    await ledger.tx((executor) => recount(executor, id))
    expect((await ledger.tx(audit)).unbalanced).toEqual([])
    expect(await unitsOf(ledger, ALICE)).toMatchObject({ quantity: "3" })
  })

  it("does not count holds as movements", async () => {
    await give(ledger, ALICE, "3")
    await promise(ledger, ALICE, "2")
    const { unbalanced, miscounted } = await ledger.tx(audit)
    expect({ unbalanced, miscounted }).toEqual({ unbalanced: [], miscounted: [] })
  })
})

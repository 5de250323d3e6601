import type { Executor } from "../../../src/shared/executor"
import {
  findHolds,
  listAndCountHolds,
  listHolds,
  type HoldFilter,
  type HoldPage,
  type HoldState,
} from "../../../src/modules/ledger/operations/list-holds"
import { listPools } from "../../../src/modules/ledger/operations/list-pools"
import { release } from "../../../src/modules/ledger/operations/release"
import { useLedgerDatabase } from "../../lib/ledger-database"
import { placeHold, request } from "../../lib/ledger-requests"

const ledger = useLedgerDatabase()

const BY = { actor: "shopper", reason: "a test" } as const

const found = async (filter: HoldFilter, page?: HoldPage): Promise<string[]> =>
  (await listHolds(ledger.pool, filter, page)).map((hold) => String(hold.cart_id))

/** A hold of a cart whose name says what happens to it. */
async function hold(pool_id: string, cart: string): Promise<string> {
  const { hold_id } = await placeHold(ledger, request([{ pool_id, quantity: "1" }], { cart }))
  return hold_id
}

const complete = (hold_id: string) =>
  ledger.rows(
    `update holdfast_hold set completing_at = clock_timestamp() - interval '1 minute' where id = $1`,
    [hold_id]
  )

describe("the states of a hold", () => {
  it.each<[HoldState, string[]]>([
    ["active", ["lives", "due", "completes", "completes_past_its_time"]],
    ["live", ["lives", "completes", "completes_past_its_time"]],
    ["in_time", ["lives", "completes"]],
    ["idle", ["lives"]],
    ["released", ["was_released"]],
    ["expired", ["due"]],
    ["consumed", []],
  ])("%s: %j", async (state, carts) => {
    const pool = await ledger.dropPool("9")
    await hold(pool, "lives")
    await ledger.lapse(await hold(pool, "due"))
    await complete(await hold(pool, "completes"))
    const late = await hold(pool, "completes_past_its_time")
    await complete(late)
    await ledger.lapse(late)
    const gone = await hold(pool, "was_released")
    await ledger.tx((executor) => release(executor, [{ hold_id: gone, quantity: "1" }], BY))
    expect(await found({ state })).toEqual(carts)
    expect(await found({ state, pool_id: ["hfpool_other"] })).toEqual([])
  })
})

describe("filters of holds", () => {
  it("match what they count, by the kind of their pool", async () => {
    const [level, drop] = [await ledger.levelPool({ item: "iitem_1" }), await ledger.dropPool("9")]
    const claim = { pool_id: level.id, quantity: "1", capacity: { available: "5", version: "0" } }
    await placeHold(ledger, request([claim], { cart: "at_level" }))
    await hold(drop, "in_drop")
    expect(await found({ inventory_item_id: ["iitem_1"] })).toEqual(["at_level"])
    expect(await found({ variant_id: ["iitem_1"] })).toEqual([])
    expect(await found({ variant_id: ["variant_1"] })).toEqual(["in_drop"])
    expect(await found({ owner_id: [drop] })).toEqual(["in_drop"])
    expect(await found({ pool_kind: ["level", "vault"] })).toEqual(["at_level"])
    expect(await found({ location_id: [level.location_id] })).toEqual(["at_level"])
  })

  it("match holders by type and id", async () => {
    const pool = await ledger.dropPool("9")
    const holder = { type: "customer" as const, id: "cus_1" }
    await placeHold(
      ledger,
      request([{ pool_id: pool, quantity: "1" }], { cart: "of_customer", holder })
    )
    await hold(pool, "cus_1")
    expect(await found({ customer_id: ["cus_1"] })).toEqual(["of_customer"])
    expect(await found({ holder: [holder] })).toEqual(["of_customer"])
    expect(await found({ holder_id: ["cus_1"] })).toEqual(["of_customer", "cus_1"])
    expect(await found({ holder: [] })).toEqual([])
  })

  it("match holds at risk, with pages and the total count", async () => {
    const pool = await ledger.dropPool("9")
    const ids = [await hold(pool, "a"), await hold(pool, "b"), await hold(pool, "c")]
    await ledger.rows(`update holdfast_hold set at_risk_at = now() where id = $1`, [ids[1]])
    expect(await found({ at_risk: true })).toEqual(["b"])
    const page = await listAndCountHolds(
      ledger.pool,
      { at_risk: false },
      { order: "newest", limit: 1, offset: 1 }
    )
    expect(page).toMatchObject({ holds: [{ cart_id: "a" }], count: 2 })
    expect(await findHolds(ledger.pool, [ids[2] ?? "", "hfhold_none"])).toMatchObject([
      { id: ids[2] },
      undefined,
    ])
  })
})

it("every filter uses an index, however many holds there are", async () => {
  await ledger.rows(
    `insert into holdfast_pool (id, kind, counted_type, counted_id, location_id, owner_type, owner_id, quantity)
     select 'hfpool_' || n, case when n % 2 = 0 then 'level' else 'drop' end, 'variant', 'counted_' || n,
       case when n % 2 = 0 then 'sloc_1' end, 'drop', 'owner_' || n, case when n % 2 = 1 then 1000 end
     from generate_series(1, 2000) n`
  )
  await ledger.rows(
    `insert into holdfast_hold (id, pool_id, quantity, holder_type, holder_id, cart_id, order_id, reason,
       status, resolved_at, expires_at, extend_until)
     select 'hfhold_' || n, 'hfpool_' || (n % 2000 + 1), 1, 'customer', 'cus_' || n, 'cart_' || n, 'order_' || n, 'a test',
       case when n % 5 = 0 then 'active' else 'released' end, case when n % 5 > 0 then now() end,
       now() + interval '1 hour', now() + interval '1 hour'
     from generate_series(1, 60000) n`
  )
  await ledger.rows(`analyze holdfast_pool, holdfast_hold`)
  const plans = new Map<string, string>()
  const explaining = (name: string): Executor => ({
    async query(text, values) {
      const plan = await ledger.rows<{ "QUERY PLAN": string }>(`explain ${text}`, values)
      plans.set(name, plan.map((line) => line["QUERY PLAN"]).join("\n"))
      return { rows: [], rowCount: 0 }
    },
  })
  const filters: Record<string, HoldFilter> = {
    id: { id: ["hfhold_5"] },
    cart: { cart_id: ["cart_5"], state: "active" },
    set_aside: { cart_id: ["cart_5"], pool_kind: ["drop", "shared"], state: "in_time" },
    order: { order_id: ["order_5"] },
    holder: { holder: [{ type: "customer", id: "cus_5" }], state: "active" },
    drops_of_customer: { customer_id: ["cus_5"], pool_kind: ["drop"], state: "idle" },
    live_of_pool: { pool_id: ["hfpool_5"], state: "idle" },
    all_of_pool: { pool_id: ["hfpool_5"], state: "expired" },
    item: { inventory_item_id: ["counted_4"], state: "live" },
    variant: { variant_id: ["counted_5"], state: "live" },
  }
  for (const [name, filter] of Object.entries(filters))
    await listHolds(explaining(name), filter, { order: "newest", limit: 10 })
  for (const [name, owner_id] of [["drops", ["owner_5", "owner_7"]] as const])
    await listPools(explaining(name), { owner_type: ["drop"], owner_id })
  const readsAll = [...plans].filter(([, plan]) => /Seq Scan on holdfast_(hold|pool)/.test(plan))
  expect(readsAll).toEqual([])

  // Rare, and without statistics here: holds use their index, pools may not.
  await listHolds(explaining("unsettled"), { state: "active", completing_for: 15 })
  expect(plans.get("unsettled")).toMatch(/Index Scan using holdfast_hold_completing/)

  // Control: behind an "or", a filter that may be left out reads every hold.
  await explaining("control").query(
    `select from holdfast_hold h where ($1::text is null or h.holder_id = $1)`,
    ["cus_5"]
  )
  expect(plans.get("control")).toMatch(/Seq Scan/)
})

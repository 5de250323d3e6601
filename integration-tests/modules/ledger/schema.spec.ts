import { LedgerDatabase } from "../../lib/ledger-database"
import { placeHold, request } from "../../lib/ledger-requests"

const ledger = new LedgerDatabase()
beforeAll(() => ledger.open({ migrated: false }))
afterAll(() => ledger.close())

/** Our whole schema, columns and constraints included. */
const describeSchema = () =>
  ledger.rows<{ thing: string }>(`
    select format('column %s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) as thing
      from information_schema.columns where table_name like 'holdfast%'
    union all select format('constraint %s %s', conname, pg_get_constraintdef(oid))
      from pg_constraint where conrelid::regclass::text like 'holdfast%'
    union all select indexdef from pg_indexes where tablename like 'holdfast%'
    union all select format('trigger %s', tgname) from pg_trigger where tgname like 'holdfast%'
    union all select format('function %s', proname) from pg_proc where proname like 'holdfast%'
    union all select format('sequence %s', sequencename) from pg_sequences where sequencename like 'holdfast%'
    order by 1`)

it("is created by migrations that can be applied twice", async () => {
  expect(await describeSchema()).toEqual([])
  await ledger.migrate()
  const made = await describeSchema()
  expect(made.length).toBeGreaterThan(60)
  await ledger.migrate()
  expect(await describeSchema()).toEqual(made)
})

/** The SQLSTATE and the constraint of a statement's error. */
async function errorOf(text: string, values: unknown[] = []) {
  const error: unknown = await ledger.rows(text, values).catch((caught: unknown) => caught)
  const { code, constraint } = error as { code?: string; constraint?: string }
  return constraint ?? code ?? "accepted"
}

const RESTRICT_VIOLATION = "23001"

describe("the journal", () => {
  let entry: string
  beforeAll(async () => {
    const pool = await ledger.dropPool("5")
    const hold = await placeHold(ledger, request([{ pool_id: pool, quantity: "1" }]))
    entry = (await ledger.readEntries({ hold_id: hold.hold_id }))[0]?.id ?? ""
  })

  it.each([
    ["changed", `update holdfast_entry set quantity = 5 where id = $1`],
    ["deleted", `delete from holdfast_entry where id = $1`],
  ])("is never %s", async (_, statement) => {
    expect(await errorOf(statement, [entry])).toBe(RESTRICT_VIOLATION)
  })

  it("numbers its entries in the order in which they are written", async () => {
    const pool = await ledger.dropPool("50")
    for (let count = 0; count < 12; count++) {
      await placeHold(ledger, request([{ pool_id: pool, quantity: "1" }]))
    }
    const byId = await ledger.rows<{ at: Date }>(
      `select at from holdfast_entry where pool_id = $1 order by id`,
      [pool]
    )
    const times = byId.map((row) => row.at.getTime())
    expect(times).toHaveLength(12)
    expect(times).toEqual([...times].sort((a, b) => a - b))
  })

  it("keeps the pools and holds that it references", async () => {
    expect(await errorOf(`delete from holdfast_hold`)).toBe(RESTRICT_VIOLATION)
    expect(await errorOf(`delete from holdfast_pool`)).toBe(RESTRICT_VIOLATION)
  })
})

describe("what the database itself rejects", () => {
  let pool: string
  let hold: string
  beforeAll(async () => {
    pool = await ledger.dropPool("5")
    hold = (
      await placeHold(ledger, request([{ pool_id: pool, quantity: "3" }], { cart: "cart_a" }))
    ).hold_id
  })

  it.each([
    ["more held than there is", `held = 6`, "holdfast_pool_held_within_quantity"],
    ["less than nothing held", `held = -1`, "holdfast_pool_held_not_negative"],
    ["a quantity below what is held", `quantity = 2`, "holdfast_pool_held_within_quantity"],
    ["a drop without a quantity", `quantity = null`, "holdfast_pool_level_has_no_quantity"],
    ["a drop with a location", `location_id = 'sloc_1'`, "holdfast_pool_level_has_location"],
    ["a kind that it does not know", `kind = 'bucket'`, "holdfast_pool_kind_check"],
  ])("a pool with %s", async (_, change, constraint) => {
    expect(await errorOf(`update holdfast_pool set ${change} where id = $1`, [pool])).toBe(
      constraint
    )
  })

  it("a level with a quantity of its own", async () => {
    const level = await ledger.levelPool()
    expect(await errorOf(`update holdfast_pool set quantity = 1 where id = $1`, [level.id])).toBe(
      "holdfast_pool_level_has_no_quantity"
    )
  })

  it("a second pool of the same level", async () => {
    await ledger.levelPool({ item: "iitem_twice" })
    expect(
      await errorOf(
        `insert into holdfast_pool (id, kind, counted_type, counted_id, location_id, owner_type, owner_id)
         values ('hfpool_twice', 'level', 'inventory_item', 'iitem_twice', 'sloc_1', 'inventory_level', '')`
      )
    ).toBe("holdfast_pool_identity")
  })

  it.each([
    ["of nothing", `quantity = 0`, "holdfast_hold_quantity_check"],
    ["that resolved at no time", `status = 'released'`, "holdfast_hold_resolved_once"],
    ["that resolved and is active", `resolved_at = now()`, "holdfast_hold_resolved_once"],
    [
      "in a state that it does not know",
      `status = 'lost', resolved_at = now()`,
      "holdfast_hold_status_check",
    ],
    ["with a key and no hash", `idempotency_key = 'k'`, "holdfast_hold_key_has_hash"],
    ["in no pool", `pool_id = 'hfpool_gone'`, "holdfast_hold_in_pool"],
  ])("a hold %s", async (_, change, constraint) => {
    expect(await errorOf(`update holdfast_hold set ${change} where id = $1`, [hold])).toBe(
      constraint
    )
  })

  const insertHold = (status: string, into = pool) =>
    errorOf(
      `insert into holdfast_hold (id, pool_id, quantity, status, holder_type, holder_id, reason, expires_at,
         extend_until, resolved_at)
       values (gen_random_uuid(), $1, 1, $2, 'cart', 'cart_a', 'a test', now(), now(),
         case when $2 <> 'active' then now() end)`,
      [into, status]
    )

  it("a new hold in no pool", async () => {
    expect(await insertHold("released", "hfpool_gone")).toBe("holdfast_hold_in_pool")
  })

  it("a second active hold of the same holder in one pool", async () => {
    expect(await insertHold("active")).toBe("holdfast_hold_one_active")
  })

  it("nothing of a resolved hold beside an active one", async () => {
    expect(await insertHold("released")).toBe("accepted")
  })
})

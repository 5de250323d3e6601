import { sumOf } from "./ledger-model"
import type { World } from "./world"

interface Counted {
  id: string
  held: number
  active: number
  quantity: number | null
}

/** After every step: I1, I2, I4, and no hold that the model lacks. */
export async function checkSums(world: World): Promise<void> {
  const { model } = world
  const rows = await world.ledger.rows<Counted>(
    `select p.id, p.held::float8 as held, p.quantity::float8 as quantity,
       coalesce((select sum(quantity) from holdfast_hold h where h.pool_id = p.id and h.status = 'active'), 0)::float8 as active
     from holdfast_pool p`
  )
  for (const pool of world.pools) {
    const row = rows.find(({ id }) => id === pool.id)
    const active = model.holds.filter((hold) => hold.pool === pool && hold.status === "active")
    const sum = sumOf(active.map((hold) => hold.quantity)).toNumber()
    expect({ invariant: "I1", ...row }).toMatchObject({ held: sum, active: sum })
    if (row?.quantity != null && row.held > row.quantity)
      throw new Error(`I2: ${JSON.stringify(row)}`)
  }
  for (const level of world.levels) {
    // Units of an order that is just being placed are reserved and held.
    const promised = model
      .liveIn(level.pool)
      .filter((hold) => !world.openOrders.some((order) => order.cart === hold.cart))
    const sum = sumOf(promised.map((hold) => hold.quantity))
    if (sum.gt(level.available)) {
      const { item, location, available } = level
      throw new Error(
        `I4: ${sum.toFixed()} of ${item} promised at ${location}, ${available.toFixed()} there`
      )
    }
  }
}

interface RowOfHold {
  id: string
  pool_id: string
  quantity: number
  status: string
  completing: boolean
  hours: number | null
  resolutions: number
}

/** Now and then: the model's holds, I5, and the journal. Resolved holds only at the end (`all`). */
export async function checkEverything(world: World, all: boolean): Promise<void> {
  const { model } = world
  expect(await world.ledger.miscounted()).toEqual([])
  if (all) model.holds.unshift(...world.archived.splice(0))
  const rows = await world.ledger.rows<RowOfHold>(
    `select h.id, h.pool_id, h.quantity::float8 as quantity, h.status, h.completing_at is not null as completing,
       case when h.status = 'active' then round(extract(epoch from h.expires_at - clock_timestamp()) / 3600)::int end as hours,
       count(e.id)::int as resolutions
     from holdfast_hold h
     left join holdfast_entry e on e.hold_id = h.id and e.kind in ('consumed', 'released', 'expired')
     where not h.id = any($1)
     group by h.id`,
    [world.archived.map((hold) => hold.id)]
  )
  const expected = model.holds.map((hold): RowOfHold => {
    const active = hold.status === "active"
    return {
      id: hold.id,
      pool_id: hold.pool.id,
      quantity: hold.quantity.toNumber(),
      status: hold.status,
      completing: hold.completing,
      // Time passes in whole hours; rounding removes the run's own duration.
      hours: active ? Math.round(hold.expires - model.now) + 0 : null,
      resolutions: active ? 0 : 1,
    }
  })
  expect(sorted(rows)).toEqual(sorted(expected))
  world.archive()
}

const sorted = (rows: readonly RowOfHold[]): RowOfHold[] =>
  [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))

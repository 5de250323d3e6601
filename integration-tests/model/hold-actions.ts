import { BigNumber } from "bignumber.js"
import { expireDue } from "../../src/modules/ledger/operations/expire-due"
import { extend } from "../../src/modules/ledger/operations/extend"
import { release } from "../../src/modules/ledger/operations/release"
import { sumOf } from "./ledger-model"
import { SECONDS_PER_HOUR, describeChanges, type World } from "./world"

const BY = { actor: "shopper", reason: "a test" } as const

/** Releases parts of holds, whole holds and more; resolved and due ones too. */
export async function releaseSome(world: World): Promise<void> {
  const { random, model } = world
  const candidates = model.holds
    .filter((hold) => hold.status === "active" || random.chance(10))
    .filter((hold) => !world.openOrders.some((order) => order.cart === hold.cart))
  if (!candidates.length) return
  const reductions = random
    .some(candidates, 3)
    .map((hold) => ({ hold, quantity: world.quantity() }))
  const changes = await world.ledger.tx((executor) =>
    release(
      executor,
      reductions.map(({ hold, quantity }) => ({ hold_id: hold.id, quantity: quantity.toFixed() })),
      BY
    )
  )
  const expected = reductions.flatMap(({ hold, quantity }) => {
    if (hold.status !== "active") return []
    const given = BigNumber.min(quantity, hold.quantity)
    const kind = model.giveBack(hold, quantity)
    world.count(kind)
    return [{ kind, hold_id: hold.id, quantity: given }]
  })
  expect(describeChanges(changes)).toEqual(describeChanges(expected))
}

export async function extendCart(world: World): Promise<void> {
  const { random, model } = world
  const cart = random.pick(world.carts) ?? ""
  const completion = random.pick([undefined, undefined, "wait", "start", "stop"] as const)
  const hours = random.int(1, 5)
  const changes = await world.ledger.tx((executor) =>
    extend(executor, {
      filter: { cart_ids: [cart] },
      seconds: hours * SECONDS_PER_HOUR,
      ...(completion && { completion }),
      ...BY,
    })
  )
  const longer = model
    .ofCart(cart)
    .filter(model.isLive)
    .filter((hold) => model.extend(hold, hours, completion))
  world.count(`extended${completion ? `, completion ${completion}` : ""}`)
  expect(describeChanges(changes)).toEqual(
    describeChanges(longer.map((hold) => ({ kind: "extended", hold_id: hold.id, quantity: 0 })))
  )
}

export async function sweep(world: World): Promise<void> {
  const { random, model } = world
  const limit = random.int(1, 6)
  const due = model.holds.filter((hold) => model.isDue(hold) && !hold.completing)
  const changes = await world.ledger.tx((executor) => expireDue(executor, limit))
  expect(changes).toHaveLength(Math.min(limit, due.length))
  expect(due.map((hold) => hold.id)).toEqual(
    expect.arrayContaining(changes.map((change) => change.hold_id))
  )
  world.applyExpired(changes)
}

/** The sweeper found a dead completion: its hold is an ordinary one again, and due. */
export async function unmarkDead(world: World): Promise<void> {
  const dead = world.model.holds.filter(
    (hold) =>
      world.model.isOver(hold) &&
      hold.completing &&
      !world.openOrders.some((order) => order.cart === hold.cart)
  )
  if (!dead.length) return
  const ids = dead.map((hold) => hold.id)
  await world.ledger.tx((executor) =>
    extend(executor, { filter: { hold_ids: ids }, seconds: 0, completion: "abandon", ...BY })
  )
  for (const hold of dead) hold.completing = false
  world.count("unmarked")
}

/** Makes everything with a date some hours older. */
export async function passTime(world: World): Promise<void> {
  const hours = world.random.chance(5) ? 24 : world.random.int(1, 2)
  await world.ledger.rows(
    `update holdfast_hold
     set expires_at = expires_at - make_interval(hours => $1), extend_until = extend_until - make_interval(hours => $1),
         completing_at = completing_at - make_interval(hours => $1), created_at = created_at - make_interval(hours => $1)
     where status = 'active'`,
    [hours]
  )
  world.model.now += hours
  world.count("time passed")
}

/** The merchant changes the stock, but takes nothing that is held. */
export async function changeStock(world: World): Promise<void> {
  const level = world.random.pick(world.levels)
  if (!level) return
  const promised = sumOf(world.model.liveIn(level.pool).map((hold) => hold.quantity))
  const change = new BigNumber(world.random.int(-2, 5))
  const changed = level.available.plus(change)
  if (change.lt(0)) {
    if (changed.lt(promised)) return
    // an older reading would promise what the merchant took: law 3 does not cover that
    world.kept.delete(level.pool)
  }
  if (changed.lte(12)) level.available = changed
  world.count("stock changed")
}

import { BigNumber } from "bignumber.js"
import { consume, type ConsumeResult } from "../../src/modules/ledger/operations/consume"
import { extend } from "../../src/modules/ledger/operations/extend"
import type { ModelHold } from "./ledger-model"
import { SECONDS_PER_HOUR, describeChanges, type Level, type OpenOrder, type World } from "./world"

/** Completes a cart with live holds: Medusa reserves, and the holds are consumed now or later. */
export async function placeOrder(world: World): Promise<void> {
  const { random, model } = world
  const cart = random.pick(world.carts.filter((cart) => model.ofCart(cart).some(model.isLive)))
  if (!cart || !model.ofCart(cart).every(model.isLive)) return
  await world.ledger.tx((executor) =>
    extend(executor, {
      filter: { cart_ids: [cart] },
      seconds: SECONDS_PER_HOUR,
      completion: "start",
      actor: "system",
      reason: "a test",
    })
  )
  const holds = model.ofCart(cart)
  for (const hold of holds) model.extend(hold, 1, "start")

  const order: OpenOrder = { cart, lines: [] }
  for (const hold of holds) {
    const own = world.levelOf(hold.pool)
    if (own) order.lines.push(...splitIntoLines(world, own, hold))
  }
  const elsewhere = order.lines.filter(
    ({ level }) => !holds.some((hold) => hold.pool === level.pool)
  )
  world.openOrders.push(order)
  world.retire(cart)
  world.count(elsewhere.length ? "order at another location" : "order where it was held")
  // A crash leaves orders open; Medusa's locks exclude that for one at another location.
  const sameAmounts = holds.every(
    (hold) => world.levelOf(hold.pool) === undefined || isAt(order, hold)
  )
  if (!sameAmounts || random.chance(60)) await settle(world, order)
}

const isAt = (order: OpenOrder, hold: ModelHold): boolean =>
  order.lines
    .filter((line) => line.level.pool === hold.pool)
    .reduce((sum, line) => sum.plus(line.quantity), new BigNumber(0))
    .eq(hold.quantity)

/** Medusa reserves each line at one location with enough unreserved stock; holds do not count. */
function splitIntoLines(world: World, own: Level, hold: ModelHold): OpenOrder["lines"] {
  const half = hold.quantity.gte(2) && world.random.chance(50)
  const quantities = half ? [new BigNumber(1), hold.quantity.minus(1)] : [hold.quantity]
  return quantities.map((quantity) => {
    const elsewhere = world.levels.filter(
      (level) =>
        level.item === own.item &&
        level.available.gte(quantity) &&
        // Where the cart holds units for another line, the order needs them for that line.
        !world.model.ofCart(hold.cart).some((other) => other.pool === level.pool)
    )
    const level = (world.random.chance(60) ? world.random.pick(elsewhere) : undefined) ?? own
    level.available = level.available.minus(quantity)
    // The main promise: who holds units can buy them.
    if (level.available.lt(0)) throw new Error(`the units of hold ${hold.id} are gone`)
    return { level, quantity }
  })
}

export async function settleOne(world: World): Promise<void> {
  const order = world.random.pick(world.openOrders)
  if (order) await settle(world, order)
}

async function settle(world: World, order: OpenOrder): Promise<void> {
  const { model } = world
  world.openOrders.splice(world.openOrders.indexOf(order), 1)
  const own = model.ofCart(order.cart)
  const levels = [
    ...order.lines.map((line) => line.level),
    ...own.flatMap((hold) => world.levelOf(hold.pool) ?? []),
  ]
  const items = new Set(levels.map((level) => level.item))
  const result = await world.ledger.tx((executor) =>
    consume(executor, {
      cart_id: order.cart,
      order_id: `order_of_${order.cart}`,
      used: order.lines.map(({ level, quantity }) => at(level, quantity)),
      available: world.levels
        .filter((level) => items.has(level.item))
        .map((level) => at(level, world.exactAvailable(level))),
    })
  )
  if (!own.length) expect(result).toEqual({ changes: [], relocate: [] })
  else for (const { level } of order.lines) level.pool.epoch += 1

  const consumed = result.changes.filter((change) => change.kind === "consumed")
  expect(describeChanges(consumed)).toEqual(
    describeChanges(
      own.map((hold) => ({ kind: "consumed", hold_id: hold.id, quantity: hold.quantity }))
    )
  )
  for (const hold of own) model.resolve(hold, "consumed")
  world.count("consumed")
  followMoves(world, result)
  for (const wanted of result.relocate) relocate(world, order, wanted)
}

const at = (level: Level, quantity: BigNumber) => ({
  inventory_item_id: level.item,
  location_id: level.location,
  quantity: quantity.toFixed(),
})

/** Which holds move is the ledger's choice; the invariants check it. */
function followMoves(world: World, { changes }: ConsumeResult): void {
  for (const change of changes.filter(({ kind }) => kind === "moved")) {
    const hold = world.holdOf(change.hold_id)
    const [from, to] = [world.levelOf(hold.pool), world.levelOf(world.poolOf(change.pool_id))]
    if (!from || !to || from.item !== to.item)
      throw new Error(`hold ${hold.id} moved to another item`)
    world.model.move(hold, to.pool)
    world.count("moved")
  }
}

/** As the settlement relocates the order's reservations, largest first. */
function relocate(world: World, order: OpenOrder, wanted: ConsumeResult["relocate"][number]): void {
  const levelAt = (location: string) =>
    world.levels.find(
      (level) => level.item === wanted.inventory_item_id && level.location === location
    )
  const [from, to] = [levelAt(wanted.from_location_id), levelAt(wanted.to_location_id)]
  if (!from || !to) throw new Error("a reservation was to be relocated from or to nowhere")
  let left = new BigNumber(wanted.quantity)
  const lines = order.lines.filter((line) => line.level === from)
  for (const line of lines.sort((a, b) => b.quantity.comparedTo(a.quantity) ?? 0)) {
    if (line.quantity.gt(left)) continue
    left = left.minus(line.quantity)
    from.available = from.available.plus(line.quantity)
    to.available = to.available.minus(line.quantity)
    if (to.available.lt(0)) throw new Error("a reservation was relocated to where nothing is left")
    line.level = to
    world.count("relocated")
  }
}

import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { ledgerOf, dropsOf } from "../container"
import { DROP_EVENTS, type DropChangedData } from "../../contracts/drop-events"
import { syncReservations, allotIdle } from "../inventory/allotments"
import { HoldfastError } from "../../shared/errors"
import { allotDrop, enlargeDrop } from "./allot"
import { forgetDrop, type DropRow } from "./definitions"
import { dropNotFound } from "./describe"
import { stateOf } from "./state"

/**
 * Sets the stock aside and lets the clock decide from here on.
 *
 * @param what is told of it: a drop that is made and scheduled in one go is only created.
 * @throws HoldfastError, see `allotDrop`.
 */
export async function scheduleDrop(
  container: MedusaContainer,
  dropId: string,
  what: "scheduled" | "created" = "scheduled"
): Promise<DropRow> {
  const drop = await retrieve(container, dropId)
  const now = await ledgerOf(container).now()
  const state = stateOf(drop, now)
  if (state !== "draft") throw notNow(drop, state, "scheduled")
  if (!drop.starts_at) {
    throw new HoldfastError(
      "INVALID_DATA",
      `Drop ${dropId} has no starts_at; set it before scheduling.`
    )
  }
  if (drop.ends_at && new Date(drop.ends_at) <= now) {
    throw new HoldfastError(
      "INVALID_DATA",
      `The ends_at of drop ${dropId} has passed; set a later one before scheduling.`
    )
  }
  const pool_id = await allotDrop(container, drop)
  return change(container, dropId, { status: "scheduled", pool_id }, what)
}

/**
 * Ends or cancels a drop: no reservation from now on; what nobody holds goes back to the shop at
 * once.
 */
export async function closeDrop(
  container: MedusaContainer,
  dropId: string,
  status: "ended" | "cancelled"
): Promise<DropRow> {
  const drop = await retrieve(container, dropId)
  const state = stateOf(drop, await ledgerOf(container).now())
  if (state === "cancelled" || drop.status === "ended") throw notNow(drop, state, status)
  if (state === "draft" && status === "ended") throw notNow(drop, state, status)
  await closePool(container, drop)
  return change(container, dropId, { status }, status)
}

/**
 * Closes the drop's pool and returns what is left; live holds keep their units until they resolve.
 */
export async function closePool(container: MedusaContainer, drop: DropRow): Promise<void> {
  const ledger = ledgerOf(container)
  const [pool] = await ledger.listPools({ owner_type: ["drop"], owner_id: [drop.id] })
  if (!pool) return
  await ledger.setPoolRules(pool.id, rulesOf(drop, true))
  const shrunk = await ledger.shrinkPool(pool.id, { to: "0" })
  await syncReservations(container, shrunk.allotments)
  await allotIdle(container, pool.id)
}

/**
 * Changes what a merchant may still change. The quantity of a scheduled or live drop is resized,
 * never below what is held or sold.
 *
 * @throws HoldfastError `INVALID_DATA` with what is held and sold, or `INSUFFICIENT_STOCK`.
 */
export async function updateDrop(
  container: MedusaContainer,
  dropId: string,
  update: Partial<DropRow>
): Promise<DropRow> {
  const drop = await retrieve(container, dropId)
  const ledger = ledgerOf(container)
  const state = stateOf(drop, await ledger.now())
  if (state === "ended" || state === "cancelled") throw notNow(drop, state, "changed")
  const next = { ...drop, ...update }
  const [pool] = await ledger.listPools({ owner_type: ["drop"], owner_id: [dropId] })
  if (pool) {
    if (next.variant_id !== drop.variant_id || next.sales_channel_id !== drop.sales_channel_id) {
      throw new HoldfastError(
        "INVALID_DATA",
        `Drop ${dropId} has its stock set aside; cancel it and make another to sell something else or elsewhere.`
      )
    }
    next.total_quantity = await resize(container, drop, next.total_quantity)
    await ledger.setPoolRules(pool.id, rulesOf(next, false))
  }
  const { total_quantity } = next
  return change(container, dropId, { ...update, total_quantity }, "updated")
}

/**
 * Takes or returns the units that a drop's pool differs from its new quantity by. What was sold and
 * what is left are read together, so that their sum is right while shoppers reserve and buy.
 *
 * @returns the quantity that it has by now: more than was asked for, when shoppers reserved what
 * was to be returned.
 */
async function resize(container: MedusaContainer, drop: DropRow, wanted: number): Promise<number> {
  const ledger = ledgerOf(container)
  const [pool] = await ledger.journal.readTotals({ owner_type: ["drop"], owner_id: [drop.id] })
  if (!pool) throw new Error(`The pool of drop ${drop.id} is gone.`)
  const [sold, held] = [Number(pool.sold), Number(pool.live)]
  const current = sold + Number(pool.quantity)
  if (wanted > current) await enlargeDrop(container, drop, pool.id, wanted - current)
  if (wanted >= current) return wanted
  if (wanted < sold + held) {
    throw new HoldfastError(
      "INVALID_DATA",
      `Drop ${drop.id} has sold ${sold} units and ${held} are held: its quantity cannot go below ${sold + held} now.`,
      { sold, held }
    )
  }
  const shrunk = await ledger.shrinkPool(pool.id, { by: String(current - wanted) })
  await syncReservations(container, shrunk.allotments)
  return current - Number(shrunk.taken)
}

const rulesOf = (drop: DropRow, closed: boolean) => ({
  opens_at: drop.starts_at ? new Date(drop.starts_at) : null,
  closes_at: drop.ends_at ? new Date(drop.ends_at) : null,
  closed,
  limit_per_holder: String(drop.limit_per_customer),
})

export async function retrieve(container: MedusaContainer, dropId: string): Promise<DropRow> {
  const [drop] = (await dropsOf(container).listDrops({ id: [dropId] })) as DropRow[]
  if (!drop) throw dropNotFound(dropId)
  return drop
}

async function change(
  container: MedusaContainer,
  dropId: string,
  update: Partial<DropRow>,
  what: DropChangedData["change"]
): Promise<DropRow> {
  await dropsOf(container).updateDrops({ id: dropId, ...update })
  forgetDrop(dropId)
  await announce(container, { drop_id: dropId, change: what })
  return retrieve(container, dropId)
}

export async function announce(container: MedusaContainer, data: DropChangedData): Promise<void> {
  await container.resolve(Modules.EVENT_BUS).emit({ name: DROP_EVENTS.changed, data })
}

function notNow(drop: DropRow, state: string, what: string): HoldfastError {
  return new HoldfastError("DROP_NOT_ACTIVE", `Drop ${drop.id} is ${state} and cannot be ${what}.`)
}

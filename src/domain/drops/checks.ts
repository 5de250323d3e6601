import type { MedusaContainer } from "@medusajs/framework/types"
import type { DropState } from "../../contracts/drops"
import { HoldfastError } from "../../shared/errors"
import { ledgerOf } from "../container"
import { retrieveDrop, type DropRow } from "./definitions"
import { stateOf } from "./state"

/** What a merchant may do in which state of a drop (table in ./state.ts). */

/** @throws HoldfastError `DROP_NOT_ACTIVE`, or `INVALID_DATA` for its window. */
export async function assertMaySchedule(container: MedusaContainer, dropId: string): Promise<void> {
  const { drop, state, now } = await read(container, dropId)
  if (state !== "draft") throw notNow(drop, state, "scheduled")
  if (!drop.starts_at) {
    throw new HoldfastError(
      "INVALID_DATA",
      `Drop ${dropId} has no starts_at. Set it before scheduling.`
    )
  }
  if (drop.ends_at && new Date(drop.ends_at) <= now) {
    throw new HoldfastError(
      "INVALID_DATA",
      `The ends_at of drop ${dropId} has passed. Set a later one before scheduling.`
    )
  }
}

/** @throws HoldfastError `DROP_NOT_ACTIVE`, or `INVALID_DATA` for another variant or channel. */
export async function assertMayChange(
  container: MedusaContainer,
  dropId: string,
  update: Partial<DropRow>
): Promise<void> {
  const { drop, state } = await read(container, dropId)
  if (state === "ended" || state === "cancelled") throw notNow(drop, state, "changed")
  const next = { ...drop, ...update }
  const sellsElse =
    next.variant_id !== drop.variant_id || next.sales_channel_id !== drop.sales_channel_id
  if (
    !sellsElse ||
    !(await ledgerOf(container).listPools({ owner_type: ["drop"], owner_id: [dropId] })).length
  )
    return
  throw new HoldfastError(
    "INVALID_DATA",
    `Drop ${dropId} has its stock allotted. To sell something else or elsewhere, cancel it and create another.`
  )
}

/** A drop past its end may still be ended, to return its stock. */
export async function assertMayClose(
  container: MedusaContainer,
  dropId: string,
  status: "ended" | "cancelled"
): Promise<void> {
  const { drop, state } = await read(container, dropId)
  const isOver = state === "cancelled" || drop.status === "ended"
  if (isOver || (state === "draft" && status === "ended")) throw notNow(drop, state, status)
}

/** Only drafts and closed drops. @throws HoldfastError `DROP_IN_USE` with what to do. */
export async function assertMayDelete(container: MedusaContainer, dropId: string): Promise<void> {
  const { state } = await read(container, dropId)
  if (state !== "scheduled" && state !== "live") return
  const first = state === "live" ? "end or cancel" : "cancel"
  throw inUse(dropId, `is ${state} and has stock allotted; ${first} it first.`)
}

/** @throws HoldfastError `DROP_IN_USE` with how many units are held. */
export async function assertNothingHeld(container: MedusaContainer, dropId: string): Promise<void> {
  const [pool] = await ledgerOf(container).listPools({ owner_type: ["drop"], owner_id: [dropId] })
  const live = Number(pool?.live ?? 0)
  if (!live) return
  throw inUse(
    dropId,
    `has ${live} unit(s) in live reservations. Delete it when they are bought or expired.`
  )
}

async function read(
  container: MedusaContainer,
  dropId: string
): Promise<{ drop: DropRow; state: DropState; now: Date }> {
  const drop = await retrieveDrop(container, dropId)
  const now = await ledgerOf(container).now()
  return { drop, state: stateOf(drop, now), now }
}

const notNow = (drop: DropRow, state: DropState, what: string): HoldfastError =>
  new HoldfastError("DROP_NOT_ACTIVE", `Drop ${drop.id} is ${state} and cannot be ${what}.`)

const inUse = (dropId: string, why: string): HoldfastError =>
  new HoldfastError("DROP_IN_USE", `Drop ${dropId} ${why}`)

import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf, dropsOf } from "../container"
import { HoldfastError } from "../../shared/errors"
import { forgetDrop, type DropRow } from "./definitions"
import { closePool, retrieve } from "./manage"
import { stateOf } from "./state"

/**
 * Deletes a drop that is a draft or over, once nobody holds anything of it. What is left of its
 * stock goes back first; its journal stays.
 *
 * @throws HoldfastError `DROP_NOT_FOUND`, or `DROP_IN_USE` with what to do.
 */
export async function deleteDrop(container: MedusaContainer, dropId: string): Promise<void> {
  const drop = await retrieve(container, dropId)
  const state = stateOf(drop, await ledgerOf(container).now())
  if (state === "scheduled" || state === "live") {
    const first = state === "live" ? "end or cancel" : "cancel"
    throw inUse(drop, `is ${state} and has stock set aside: ${first} it first.`)
  }
  await closePool(container, drop) // before the look at the holds: from here on, none is added
  const [pool] = await ledgerOf(container).listPools({ owner_type: ["drop"], owner_id: [dropId] })
  if (Number(pool?.live ?? 0) > 0) {
    throw inUse(
      drop,
      `has ${Number(pool?.live)} unit(s) in live reservations: delete it when they are bought or have lapsed.`
    )
  }
  await dropsOf(container).softDeleteDrops([dropId])
  forgetDrop(dropId)
}

/** Undoes the making of a drop that could not get its stock: nothing of it is left behind. */
export async function discardDrop(container: MedusaContainer, drop: DropRow): Promise<void> {
  await closePool(container, drop)
  await dropsOf(container).deleteDrops([drop.id])
  forgetDrop(drop.id)
}

const inUse = (drop: DropRow, why: string): HoldfastError =>
  new HoldfastError("DROP_IN_USE", `Drop ${drop.id} ${why}`)

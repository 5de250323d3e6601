import type { MedusaContainer } from "@medusajs/framework/types"
import { tradingOf } from "../container"
import type { AdminMoveUnitsBody } from "../../contracts/admin-vaults"
import { TRADING_EVENTS } from "../../contracts/trading-events"
import type { Owner } from "../../contracts/vaults"
import { HoldfastError } from "../../shared/errors"
import { toQuantity } from "../../shared/quantity"
import { findCustomers } from "../common/customers"
import { moveOnce } from "./move-once"
import { inTrade } from "../common/services"
import { tell } from "../common/tell"
import { findVariants } from "../common/variants"
import { sorted } from "./transfers"

/**
 * The merchant's keys are all in one space: whoever of the staff repeats a request, it is the same
 * one.
 */
const ASKER = "admin"

/**
 * The merchant gives units into a vault, or takes some that are free out of it; the reason stays in
 * the journal, which the owner reads. Frozen and archived shared inventories are no obstacle.
 *
 * @throws HoldfastError for a grant `NOT_FOUND` (no such owner), `INVALID_DATA` (no such variants);
 * for a debit
 *   `INSUFFICIENT_STOCK`; for both `IDEMPOTENCY_KEY_REUSED`.
 */
export async function moveByMerchant(
  container: MedusaContainer,
  verb: "grant" | "debit",
  body: AdminMoveUnitsBody & { idempotency_key: string | undefined }
): Promise<void> {
  const { owner, reason, idempotency_key } = body
  const items = sorted(body.items)
  const variant_ids = items.map((item) => item.variant_id)
  if (verb === "grant") {
    await assertOwnerExists(container, owner)
    await assertVariantsExist(container, variant_ids)
  }
  const [from, to] = verb === "grant" ? [null, owner] : [owner, null]
  const { reference, replayed } = await inTrade(container, (_, tx) =>
    moveOnce(
      tx,
      { verb, asker: ASKER, idempotency_key, body: { owner, items, reason } },
      items.map(({ variant_id, quantity }) => ({
        variant_id,
        ...(from ? { from } : {}),
        ...(to ? { to } : {}),
        quantity: toQuantity(quantity),
      })),
      { actor: "admin", reason }
    )
  )
  if (replayed) return
  const { vaultCredited, vaultDebited } = TRADING_EVENTS
  const data = { reference, from, to, variant_ids }
  await tell(container, [{ name: verb === "grant" ? vaultCredited : vaultDebited, data }])
}

/** Units of somebody who does not exist would be lost. @throws HoldfastError `NOT_FOUND`. */
async function assertOwnerExists(container: MedusaContainer, owner: Owner): Promise<void> {
  const isKnown =
    owner.type === "customer"
      ? (await findCustomers(container, [owner.id])).size > 0
      : (await tradingOf(container).listSharedInventories({ id: [owner.id] }, { take: 1 })).length >
        0
  if (isKnown) return
  const what = owner.type === "customer" ? "customer" : "shared inventory"
  throw new HoldfastError("NOT_FOUND", `There is no ${what} ${owner.id}.`)
}

async function assertVariantsExist(
  container: MedusaContainer,
  ids: readonly string[]
): Promise<void> {
  const known = await findVariants(container, ids)
  const unknown = ids.filter((id) => !known.has(id))
  if (!unknown.length) return
  throw new HoldfastError("INVALID_DATA", `There is no variant ${unknown.join(", ")}.`, {
    variant_ids: unknown,
  })
}

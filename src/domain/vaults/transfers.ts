import type { MedusaContainer } from "@medusajs/framework/types"
import { TRADING_EVENTS } from "../../contracts/trading-events"
import type { UnitsOf } from "../../contracts/vaults"
import { toQuantity } from "../../shared/quantity"
import { moveOnce } from "./move-once"
import { assertMay, selfOf, sharedOf } from "../shared-inventories/permissions"
import { inTrade, readRows } from "../common/services"
import type { InventoryRef } from "../shared-inventories/shared-inventories"
import { tell } from "../common/tell"

/**
 * Units between a member's own vault and the shared one: all of the items, or none. The member's
 * standing is locked with the units, so one who is removed in the same instant moves them before it
 * or not at all.
 *
 * @throws HoldfastError `FORBIDDEN`, `SHARED_INVENTORY_CLOSED`, `INSUFFICIENT_STOCK`,
 * `IDEMPOTENCY_KEY_REUSED`.
 */
export async function transferUnits(
  container: MedusaContainer,
  verb: "deposit" | "withdraw",
  { customer_id, shared_inventory_id }: InventoryRef,
  request: { items: readonly UnitsOf[]; idempotency_key: string | undefined }
): Promise<void> {
  const [mine, shared] = [selfOf(customer_id), sharedOf(shared_inventory_id)]
  const [from, to] = verb === "deposit" ? [mine, shared] : [shared, mine]
  const items = sorted(request.items)
  const seen = await readRows(container, (rows) =>
    rows.readStandings(customer_id, [shared_inventory_id])
  )
  // strangers wait for nobody's lock
  assertMay(seen.get(shared_inventory_id), verb, shared_inventory_id)
  const { reference, replayed } = await inTrade(container, async (rows, tx) => {
    const standings = await rows.lockStandings(customer_id, [shared_inventory_id])
    const me = assertMay(standings.get(shared_inventory_id), verb, shared_inventory_id)
    return moveOnce(
      tx,
      {
        verb,
        asker: customer_id,
        idempotency_key: request.idempotency_key,
        body: { shared_inventory_id, items },
      },
      items.map(({ variant_id, quantity }) => ({
        variant_id,
        from,
        to,
        quantity: toQuantity(quantity),
      })),
      {
        actor: "shopper",
        reason: `${verb === "deposit" ? "put into" : "taken out of"} ${shared_inventory_id} by ${me.member_id}`,
      }
    )
  })
  if (replayed) return
  const variant_ids = items.map((item) => item.variant_id)
  const data = { reference, from, to, variant_ids }
  await tell(container, [{ name: TRADING_EVENTS.vaultTransferred, data }])
}

/** The order of lines says nothing: the same items are the same request. */
export function sorted(items: readonly UnitsOf[]): UnitsOf[] {
  return [...items]
    .sort((a, b) => (a.variant_id < b.variant_id ? -1 : 1))
    .map(({ variant_id, quantity }) => ({ variant_id, quantity }))
}

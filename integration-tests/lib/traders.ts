import { randomUUID } from "node:crypto"
import type { MemberRole, TradeRole } from "../../src/contracts/shared-inventories"
import type { Owner } from "../../src/contracts/vaults"
import type { Customer } from "./drops"
import type { StoreUnderTest } from "./store-under-test"

/** Puts units into a vault, without the order or grant that they would come from. */
export async function stockVault(
  { db }: StoreUnderTest,
  owner: Owner,
  variantId: string,
  units: number
): Promise<void> {
  await db.query(
    `insert into holdfast_pool (id, kind, counted_type, counted_id, owner_type, owner_id, quantity)
     values ($1, 'vault', 'variant', $2, $3, $4, $5)`,
    [`hfpool_${randomUUID()}`, variantId, owner.type, owner.id, units]
  )
}

/** A shared inventory with its members, written where the module keeps them. @returns its id. */
export async function foundInventory(
  { db }: StoreUnderTest,
  name: string,
  members: readonly [Customer, MemberRole][],
  trade_role: TradeRole = "manager"
): Promise<string> {
  const id = `hfinv_${randomUUID()}`
  await db.query(
    `insert into holdfast_shared_inventory (id, name, trade_role, created_by) values ($1, $2, $3, $4)`,
    [id, name, trade_role, members[0]?.[0].id ?? "nobody"]
  )
  for (const [customer, role] of members) {
    await db.query(
      `insert into holdfast_membership (id, shared_inventory_id, customer_id, role, status, joined_at)
       values ($1, $2, $3, $4, 'active', now())`,
      [`hfmem_${randomUUID()}`, id, customer.id, role]
    )
  }
  return id
}

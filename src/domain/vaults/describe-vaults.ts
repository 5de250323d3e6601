import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { Owner, StoreVaultEntry, StoreVaultUnits } from "../../contracts/vaults"
import type { VaultEntry, VaultRow } from "../../modules/ledger/operations/vaults"
import { findVariants } from "../common/variants"

interface Page {
  limit: number
  offset: number
}

/** A page of what an owner has, with titles. */
export async function listUnits(
  container: MedusaContainer,
  owner: Owner,
  page: Page & { variant_ids?: readonly string[] }
): Promise<{ units: StoreVaultUnits[]; count: number }> {
  const { rows, count } = await ledgerOf(container).listVaults([owner], page)
  return { units: await describeUnits(container, rows), count }
}

/** In the order of the rows. */
export async function describeUnits(
  container: MedusaContainer,
  rows: readonly VaultRow[]
): Promise<StoreVaultUnits[]> {
  const variants = await findVariants(container, [...new Set(rows.map((row) => row.variant_id))])
  return rows.map((row) => {
    const variant = variants.get(row.variant_id)
    const [quantity, held] = [Number(row.quantity), Number(row.held)] // whole units, far below 2^53
    return {
      variant_id: row.variant_id,
      title: variant?.title ?? null,
      product_id: variant?.product?.id ?? null,
      product_title: variant?.product?.title ?? null,
      thumbnail: variant?.product?.thumbnail ?? null,
      quantity,
      held,
      available: Math.max(0, quantity - held),
    }
  })
}

/** A page of an owner's journal, newest first. */
export async function listEntries(
  container: MedusaContainer,
  owner: Owner,
  page: Page
): Promise<{ entries: StoreVaultEntry[]; count: number }> {
  const { rows, count } = await ledgerOf(container).listVaultEntries({ owners: [owner] }, page)
  return { entries: rows.map(describeEntry), count }
}

export function describeEntry(row: VaultEntry): StoreVaultEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    // what the column's CHECK allows, drops' `resized` aside
    kind: row.kind as StoreVaultEntry["kind"],
    variant_id: row.variant_id,
    quantity: Number(row.quantity),
    trade_id: row.trade_id,
    reason: row.reason,
  }
}

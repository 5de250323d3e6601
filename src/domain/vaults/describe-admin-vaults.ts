import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { AdminVault, AdminVaultEntry } from "../../contracts/admin-vaults"
import type { Owner } from "../../contracts/vaults"
import { describeEntry, describeUnits } from "./describe-vaults"

interface Page {
  limit: number
  offset: number
}

/** A page of vaults of some owners, or of all, as merchants see them. */
export async function listAdminVaults(
  container: MedusaContainer,
  owners: readonly Owner[] | "everybody",
  page: Page & { owner_type?: Owner["type"]; variant_ids?: readonly string[] }
): Promise<{ vaults: AdminVault[]; count: number }> {
  const { rows, count } = await ledgerOf(container).listVaults(owners, page)
  const units = await describeUnits(container, rows)
  const vaults = units.flatMap((one, index): AdminVault[] => {
    const row = rows[index]
    if (!row) return [] // never: describeUnits keeps the order
    const owner = { type: row.owner_type, id: row.owner_id }
    return [{ owner, ...one, updated_at: row.updated_at.toISOString() }]
  })
  return { vaults, count }
}

/**
 * A page of the journal, newest first: of an owner, or of all that one request, order line or trade
 * moved.
 */
export async function listAdminEntries(
  container: MedusaContainer,
  of: { owners: readonly Owner[] } | { reference: string },
  page: Page
): Promise<{ entries: AdminVaultEntry[]; count: number }> {
  const { rows, count } = await ledgerOf(container).listVaultEntries(of, page)
  const entries = rows.map((row) => ({
    ...describeEntry(row),
    // what `ensureVaults` writes
    owner: { type: row.owner_type as Owner["type"], id: row.owner_id },
    reference: row.reference,
    actor: row.actor as AdminVaultEntry["actor"], // what the column's CHECK allows
  }))
  return { entries, count }
}

import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { Owner, StoreVaultEntry, StoreVaultUnits } from "../../contracts/vaults"
import type { ListedPool } from "../../modules/ledger/operations/list-pools"
import type { VaultEntry } from "../../modules/ledger/operations/vaults"
import { findVariants } from "../common/variants"
import type { AdminVault, AdminVaultEntry } from "../../contracts/admin-vaults"

interface Page {
  limit: number
  offset: number
}

/** A page of an owner's units, with titles. */
export async function listUnits(
  container: MedusaContainer,
  owner: Owner,
  page: Page & { variant_ids?: readonly string[] }
): Promise<{ units: StoreVaultUnits[]; count: number }> {
  const { pools, count } = await ledgerOf(container).listAndCountPools(
    { kind: ["vault"], owner: [owner], variant_id: page.variant_ids, filled: true },
    page
  )
  return { units: await toStoreUnits(container, pools), count }
}

/** Keeps the order of the vaults. */
async function toStoreUnits(
  container: MedusaContainer,
  vaults: readonly ListedPool[]
): Promise<StoreVaultUnits[]> {
  const variants = await findVariants(container, [
    ...new Set(vaults.map((vault) => vault.counted_id)),
  ])
  return vaults.map((vault) => {
    const variant = variants.get(vault.counted_id)
    const [quantity, held] = [Number(vault.quantity), Number(vault.live)] // whole, below 2^53
    return {
      variant_id: vault.counted_id,
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
  const { rows, count } = await ledgerOf(container).journal.listVaultEntries(
    { owners: [owner] },
    page
  )
  return { entries: rows.map(toStoreEntry), count }
}

function toStoreEntry(row: VaultEntry): StoreVaultEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    // what the column's CHECK allows, except drops' `resized`
    kind: row.kind as StoreVaultEntry["kind"],
    variant_id: row.variant_id,
    quantity: Number(row.quantity),
    trade_id: row.trade_id,
    reason: row.reason,
  }
}

/** A page of vaults as merchants see them. */
export async function listAdminVaults(
  container: MedusaContainer,
  owners: readonly Owner[] | "everybody",
  page: Page & { owner_type?: Owner["type"]; variant_ids?: readonly string[] }
): Promise<{ vaults: AdminVault[]; count: number }> {
  const { pools, count } = await ledgerOf(container).listAndCountPools(
    {
      kind: ["vault"],
      owner: owners === "everybody" ? undefined : owners,
      owner_type: page.owner_type && [page.owner_type],
      variant_id: page.variant_ids,
      filled: true,
    },
    page
  )
  const units = await toStoreUnits(container, pools)
  const vaults = units.flatMap((unit, index): AdminVault[] => {
    const pool = pools[index]
    if (!pool) return [] // never: toStoreUnits keeps the order
    const owner = { type: pool.owner_type as Owner["type"], id: pool.owner_id } // of a vault
    return [{ owner, ...unit, updated_at: pool.updated_at.toISOString() }]
  })
  return { vaults, count }
}

/** A page of the journal, newest first: of an owner, or of one request, order line or trade. */
export async function listAdminEntries(
  container: MedusaContainer,
  of: { owners: readonly Owner[] } | { reference: string },
  page: Page
): Promise<{ entries: AdminVaultEntry[]; count: number }> {
  const { rows, count } = await ledgerOf(container).journal.listVaultEntries(of, page)
  const entries = rows.map((row) => ({
    ...toStoreEntry(row),
    // what `ensureVaults` writes
    owner: { type: row.owner_type as Owner["type"], id: row.owner_id },
    reference: row.reference,
    actor: row.actor as AdminVaultEntry["actor"], // what the column's CHECK allows
  }))
  return { entries, count }
}

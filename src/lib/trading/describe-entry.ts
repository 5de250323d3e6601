import type { StoreVaultEntry } from "../../contracts/vaults"
import type { VaultEntry } from "../../modules/ledger/operations/vaults"

/** A movement of a vault as its owner sees it. */
export function describeEntry(entry: VaultEntry): StoreVaultEntry {
  return {
    id: entry.id,
    at: entry.at.toISOString(),
    kind: entry.kind,
    variant_id: entry.variant_id,
    quantity: Number(entry.quantity),
    trade_id: entry.trade_id,
    reason: entry.reason,
  }
}

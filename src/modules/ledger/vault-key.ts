import type { VaultRef } from "./operations/vaults"

/** Names a vault in maps: by its owner and what it counts. */
export const vaultKey = ({ owner, variant_id }: VaultRef): string =>
  `${owner.type} ${owner.id} ${variant_id}`

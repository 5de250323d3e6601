import type { VaultRef } from "./operations/vaults"

/** A vault's key in maps. */
export const vaultKey = ({ owner, variant_id }: VaultRef): string =>
  `${owner.type} ${owner.id} ${variant_id}`

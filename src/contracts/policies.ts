/**
 * What roles can be allowed in the Admin API of a store with Medusa's RBAC: by resource, the
 * operations. In a store without, they mean nothing.
 */
export const POLICIES = {
  holdfast_drop: ["read", "create", "update", "delete"],
  holdfast_hold: ["read"],
  holdfast_vault: ["read", "update"],
  holdfast_shared_inventory: ["read", "update"],
  holdfast_trade: ["read", "update"],
  holdfast_health: ["read"],
} as const

export type PolicyResource = keyof typeof POLICIES
export type PolicyOperation = (typeof POLICIES)[PolicyResource][number]

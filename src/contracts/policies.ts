/** Operations per resource that roles can be allowed; they only matter in a store with RBAC. */
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

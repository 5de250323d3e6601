import type { Owner } from "./vaults"

/** What shared inventories and vaults say on Medusa's event bus, after the commit. Ids only. */
export const TRADING_EVENTS = {
  inventoryCreated: "holdfast.shared_inventory.created",
  inventoryUpdated: "holdfast.shared_inventory.updated",
  inventoryArchived: "holdfast.shared_inventory.archived",
  inventoryFrozen: "holdfast.shared_inventory.frozen",
  inventoryUnfrozen: "holdfast.shared_inventory.unfrozen",
  memberInvited: "holdfast.membership.invited",
  memberAccepted: "holdfast.membership.accepted",
  memberDeclined: "holdfast.membership.declined",
  memberRemoved: "holdfast.membership.removed",
  memberLeft: "holdfast.membership.left",
  memberRoleChanged: "holdfast.membership.role_changed",
  vaultCredited: "holdfast.vault.credited",
  vaultDebited: "holdfast.vault.debited",
  vaultTransferred: "holdfast.vault.transferred",
} as const

type NameOf<Prefix extends string> = Extract<
  (typeof TRADING_EVENTS)[keyof typeof TRADING_EVENTS],
  `holdfast.${Prefix}.${string}`
>

/** `updated` also tells of one that is taken out of the archive. */
export interface SharedInventoryEventData {
  shared_inventory_id: string
}

export interface MembershipEventData {
  shared_inventory_id: string
  member_id: string
  /** Null for one who is invited by e-mail and has not answered. */
  customer_id: string | null
}

export interface VaultEventData {
  /** The movement's name in the journal: all entries of one request share it. */
  reference: string
  /** Null for a credit. */
  from: Owner | null
  /** Null for a debit. */
  to: Owner | null
  variant_ids: string[]
}

export type TradingEvent =
  | { name: NameOf<"shared_inventory">; data: SharedInventoryEventData }
  | { name: NameOf<"membership">; data: MembershipEventData }
  | { name: NameOf<"vault">; data: VaultEventData }

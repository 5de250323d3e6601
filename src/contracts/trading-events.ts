import { z } from "@medusajs/framework/zod"
import { vaultOwner } from "./vaults"

/** The events of shared inventories and vaults, emitted after the commit. They contain only ids. */
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

const ofInventory = z.object({ shared_inventory_id: z.string() })

const ofMember = ofInventory.extend({
  member_id: z.string(),
  customer_id: z
    .string()
    .nullable()
    .describe("Null for a customer invited by e-mail who has not responded."),
})

const ofVault = z.object({
  reference: z
    .string()
    .describe("The movement in the journal, shared by all entries of one request."),
  from: vaultOwner.nullable().describe("Null for a credit."),
  to: vaultOwner.nullable().describe("Null for a debit."),
  variant_ids: z.array(z.string()),
})

/** What each event contains, and when it is emitted. */
export const TRADING_EVENT_DATA = {
  [TRADING_EVENTS.inventoryCreated]: ofInventory.describe("A customer created a shared inventory."),
  [TRADING_EVENTS.inventoryUpdated]: ofInventory.describe(
    "Its name or settings changed, or it was restored."
  ),
  [TRADING_EVENTS.inventoryArchived]: ofInventory.describe("An owner archived it."),
  [TRADING_EVENTS.inventoryFrozen]: ofInventory.describe("The merchant froze it."),
  [TRADING_EVENTS.inventoryUnfrozen]: ofInventory.describe("The merchant unfroze it."),
  [TRADING_EVENTS.memberInvited]: ofMember.describe("A customer was invited."),
  [TRADING_EVENTS.memberAccepted]: ofMember.describe("An invitation was accepted."),
  [TRADING_EVENTS.memberDeclined]: ofMember.describe("An invitation was declined."),
  [TRADING_EVENTS.memberRemoved]: ofMember.describe(
    "A member was removed, or an invitation withdrawn."
  ),
  [TRADING_EVENTS.memberLeft]: ofMember.describe("A member left."),
  [TRADING_EVENTS.memberRoleChanged]: ofMember.describe("A member's role changed."),
  [TRADING_EVENTS.vaultCredited]: ofVault.describe("The merchant granted units to a vault."),
  [TRADING_EVENTS.vaultDebited]: ofVault.describe("The merchant debited units from a vault."),
  [TRADING_EVENTS.vaultTransferred]: ofVault.describe(
    "Units moved between a member's own vault and a shared one."
  ),
} as const satisfies Record<(typeof TRADING_EVENTS)[keyof typeof TRADING_EVENTS], z.ZodType>

type NameOf<Prefix extends string> = Extract<
  (typeof TRADING_EVENTS)[keyof typeof TRADING_EVENTS],
  `holdfast.${Prefix}.${string}`
>

export type SharedInventoryEventData = z.infer<typeof ofInventory>
export type MembershipEventData = z.infer<typeof ofMember>
export type VaultEventData = z.infer<typeof ofVault>

export type TradingEvent =
  | { name: NameOf<"shared_inventory">; data: SharedInventoryEventData }
  | { name: NameOf<"membership">; data: MembershipEventData }
  | { name: NameOf<"vault">; data: VaultEventData }

import { z } from "@medusajs/framework/zod"
import { vaultOwner } from "./vaults"

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

const ofInventory = z.object({ shared_inventory_id: z.string() })

const ofMember = ofInventory.extend({
  member_id: z.string(),
  customer_id: z
    .string()
    .nullable()
    .describe("Null for one who is invited by e-mail and has not answered."),
})

const ofVault = z.object({
  reference: z
    .string()
    .describe("The movement's name in the journal: all entries of one request share it."),
  from: vaultOwner.nullable().describe("Null for a credit."),
  to: vaultOwner.nullable().describe("Null for a debit."),
  variant_ids: z.array(z.string()),
})

/** By the event's name, what it carries and when it is said. */
export const TRADING_EVENT_DATA = {
  [TRADING_EVENTS.inventoryCreated]: ofInventory.describe("A customer made a shared inventory."),
  [TRADING_EVENTS.inventoryUpdated]: ofInventory.describe(
    "Its name or settings changed, or it was taken out of the archive."
  ),
  [TRADING_EVENTS.inventoryArchived]: ofInventory.describe("An owner archived it."),
  [TRADING_EVENTS.inventoryFrozen]: ofInventory.describe("The merchant stopped everything in it."),
  [TRADING_EVENTS.inventoryUnfrozen]: ofInventory.describe("The merchant let it go on."),
  [TRADING_EVENTS.memberInvited]: ofMember.describe("Somebody was invited."),
  [TRADING_EVENTS.memberAccepted]: ofMember.describe("An invitation was accepted."),
  [TRADING_EVENTS.memberDeclined]: ofMember.describe("An invitation was declined."),
  [TRADING_EVENTS.memberRemoved]: ofMember.describe(
    "A member was removed, or an invitation was taken back."
  ),
  [TRADING_EVENTS.memberLeft]: ofMember.describe("A member left."),
  [TRADING_EVENTS.memberRoleChanged]: ofMember.describe("A member has another role."),
  [TRADING_EVENTS.vaultCredited]: ofVault.describe("The merchant gave units into a vault."),
  [TRADING_EVENTS.vaultDebited]: ofVault.describe("The merchant took units out of a vault."),
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

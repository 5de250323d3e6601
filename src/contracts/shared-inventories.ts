import { z } from "@medusajs/framework/zod"
import { entityId, pageOf } from "./common"

export const memberRole = z.enum(["owner", "manager", "member"])
export const tradeRole = z.enum(["member", "manager"])

const name = z.string().trim().min(1).max(100)

export const storeSharedInventory = z
  .object({
    id: z.string(),
    name: z.string(),
    status: z.enum(["active", "archived"]),
    trade_role: tradeRole.describe("The lowest role that may act for it in trades."),
    frozen: z.boolean().describe("Whether the merchant has frozen it."),
    role: memberRole.describe("The caller's role."),
    created_at: z.iso.datetime(),
  })
  .meta({ id: "StoreSharedInventory" })

export const storeMember = z
  .object({
    id: z.string(),
    customer_id: z
      .string()
      .nullable()
      .describe("Null for a customer invited by e-mail who has not accepted."),
    name: z
      .string()
      .nullable()
      .describe("First name and initial; null until the invitation is accepted."),
    email: z
      .string()
      .nullable()
      .describe(
        "Only for invitations by e-mail, and only visible to members who may edit members."
      ),
    role: memberRole,
    status: z.enum(["invited", "active"]),
    joined_at: z.iso.datetime().nullable(),
  })
  .meta({ id: "StoreMember" })

/** An invitation as the invited customer sees it. */
export const storeInvitation = z
  .object({
    id: z.string(),
    shared_inventory_id: z.string(),
    shared_inventory_name: z.string(),
    role: memberRole,
    created_at: z.iso.datetime(),
  })
  .meta({ id: "StoreInvitation" })

export const storeSharedInventoryAnswer = z.object({ shared_inventory: storeSharedInventory })
export const storeSharedInventoriesAnswer = z.object({
  shared_inventories: z.array(storeSharedInventory),
  ...pageOf,
})
export const storeSharedInventoryLeft = z.object({
  id: z.string(),
  object: z.literal("shared_inventory"),
  left: z.literal(true),
})
export const storeMemberAnswer = z.object({ member: storeMember })
export const storeMembersAnswer = z.object({ members: z.array(storeMember), ...pageOf })
export const storeMemberDeleted = z.object({
  id: z.string(),
  object: z.literal("member"),
  deleted: z.literal(true),
})
export const storeInvitationsAnswer = z.object({ invitations: z.array(storeInvitation), ...pageOf })
export const storeInvitationDeclined = z.object({
  id: z.string(),
  object: z.literal("invitation"),
  declined: z.literal(true),
})

export const createSharedInventoryBody = z.strictObject({
  name,
  trade_role: tradeRole.default("manager"),
})
export const updateSharedInventoryBody = z.strictObject({
  name: name.optional(),
  trade_role: tradeRole.optional(),
})
export const inviteMemberBody = z
  .strictObject({
    customer_id: entityId.optional().describe("Either this or `email`."),
    email: z.email().max(255).optional(),
    role: z.enum(["manager", "member"]).default("member"),
  })
  .refine((body) => (body.customer_id === undefined) !== (body.email === undefined), {
    message: "Give either customer_id or email",
  })
export const updateMemberBody = z.strictObject({ role: memberRole })
export const transferOwnershipBody = z.strictObject({
  member_id: entityId.describe("Another active member."),
})

export type MemberRole = z.infer<typeof memberRole>
export type TradeRole = z.infer<typeof tradeRole>
export type StoreSharedInventory = z.infer<typeof storeSharedInventory>
export type StoreSharedInventoryAnswer = z.infer<typeof storeSharedInventoryAnswer>
export type StoreSharedInventoriesAnswer = z.infer<typeof storeSharedInventoriesAnswer>
export type StoreSharedInventoryLeft = z.infer<typeof storeSharedInventoryLeft>
export type StoreMemberAnswer = z.infer<typeof storeMemberAnswer>
export type StoreMembersAnswer = z.infer<typeof storeMembersAnswer>
export type StoreMemberDeleted = z.infer<typeof storeMemberDeleted>
export type StoreInvitationsAnswer = z.infer<typeof storeInvitationsAnswer>
export type StoreInvitationDeclined = z.infer<typeof storeInvitationDeclined>
export type StoreMember = z.infer<typeof storeMember>
export type StoreInvitation = z.infer<typeof storeInvitation>
export type CreateSharedInventoryBody = z.infer<typeof createSharedInventoryBody>
export type UpdateSharedInventoryBody = z.infer<typeof updateSharedInventoryBody>
export type InviteMemberBody = z.infer<typeof inviteMemberBody>
export type UpdateMemberBody = z.infer<typeof updateMemberBody>
export type TransferOwnershipBody = z.infer<typeof transferOwnershipBody>

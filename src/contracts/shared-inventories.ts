import { z } from "@medusajs/framework/zod"
import { id } from "./vaults"

export const memberRole = z.enum(["owner", "manager", "member"])
export const tradeRole = z.enum(["member", "manager"])

const name = z.string().trim().min(1).max(100)

export const storeSharedInventory = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(["active", "archived"]),
  /** The lowest role that may act for it in trades. */
  trade_role: tradeRole,
  /** True while the merchant has stopped everything in it. */
  frozen: z.boolean(),
  /** The caller's own. */
  role: memberRole,
  created_at: z.iso.datetime(),
})

export const storeMember = z.object({
  id: z.string(),
  /** Null for one who is invited by e-mail and has not accepted. */
  customer_id: z.string().nullable(),
  /** First name and initial; null for one who has not accepted. */
  name: z.string().nullable(),
  /** Only of invitations by e-mail, and only for those who may edit members. */
  email: z.string().nullable(),
  role: memberRole,
  status: z.enum(["invited", "active"]),
  joined_at: z.iso.datetime().nullable(),
})

/** An invitation as the invited customer sees it. */
export const storeInvitation = z.object({
  id: z.string(),
  shared_inventory_id: z.string(),
  shared_inventory_name: z.string(),
  role: memberRole,
  created_at: z.iso.datetime(),
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
    customer_id: id.optional(),
    email: z.email().max(255).optional(),
    role: z.enum(["manager", "member"]).default("member"),
  })
  .refine((body) => (body.customer_id === undefined) !== (body.email === undefined), {
    message: "Give either customer_id or email",
  })
export const updateMemberBody = z.strictObject({ role: memberRole })
export const transferOwnershipBody = z.strictObject({ member_id: id })

export type MemberRole = z.infer<typeof memberRole>
export type TradeRole = z.infer<typeof tradeRole>
export type StoreSharedInventory = z.infer<typeof storeSharedInventory>
export type StoreMember = z.infer<typeof storeMember>
export type StoreInvitation = z.infer<typeof storeInvitation>
export type CreateSharedInventoryBody = z.infer<typeof createSharedInventoryBody>
export type UpdateSharedInventoryBody = z.infer<typeof updateSharedInventoryBody>
export type InviteMemberBody = z.infer<typeof inviteMemberBody>
export type UpdateMemberBody = z.infer<typeof updateMemberBody>
export type TransferOwnershipBody = z.infer<typeof transferOwnershipBody>

import { z } from "@medusajs/framework/zod"
import { pageOf } from "./common"
import { memberRole, tradeRole } from "./shared-inventories"

export const merchantReason = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .describe("Recorded, and shown to the customers concerned.")

/** A shared inventory as the merchant sees it. */
export const adminSharedInventory = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(["active", "archived"]),
  trade_role: tradeRole,
  frozen: z.boolean(),
  frozen_at: z.iso.datetime().nullable(),
  frozen_reason: z.string().nullable(),
  created_by: z.string().describe("The customer who created it, who may have left."),
  member_count: z.number().int().min(0).describe("Active members."),
  metadata: z.record(z.string(), z.unknown()).nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})

export const memberStatus = z.enum(["invited", "active", "declined", "left", "removed"])

/** A membership or an invitation, also one that has ended. */
export const adminMember = z
  .object({
    id: z.string(),
    customer_id: z.string().nullable(),
    email: z.string().nullable(),
    role: memberRole,
    status: memberStatus,
    invited_by: z
      .string()
      .nullable()
      .describe("The customer who invited; null for the member who created it."),
    joined_at: z.iso.datetime().nullable(),
    ended_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: "AdminMember" })

/** With `fields` in the query, only those fields are returned. */
const someFields = adminSharedInventory.partial().meta({ id: "AdminSharedInventoryFields" })

export const adminSharedInventoryAnswer = z.object({ shared_inventory: someFields })
export const adminSharedInventoriesAnswer = z.object({
  shared_inventories: z.array(someFields),
  ...pageOf,
})
export const adminMembersAnswer = z.object({ members: z.array(adminMember), ...pageOf })

export const adminFreezeBody = z.strictObject({ reason: merchantReason })

export type AdminSharedInventory = z.infer<typeof adminSharedInventory>
export type AdminSharedInventoryAnswer = z.infer<typeof adminSharedInventoryAnswer>
export type AdminSharedInventoriesAnswer = z.infer<typeof adminSharedInventoriesAnswer>
export type AdminMembersAnswer = z.infer<typeof adminMembersAnswer>
export type AdminMember = z.infer<typeof adminMember>
export type AdminFreezeBody = z.infer<typeof adminFreezeBody>

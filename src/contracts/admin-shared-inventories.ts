import { z } from "@medusajs/framework/zod"
import { memberRole, tradeRole } from "./shared-inventories"

/** Why the merchant does something; it is kept and shown to those whom it concerns. */
export const merchantReason = z.string().trim().min(1).max(500)

/** A shared inventory as the merchant sees it. */
export const adminSharedInventory = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(["active", "archived"]),
  trade_role: tradeRole,
  frozen: z.boolean(),
  frozen_at: z.iso.datetime().nullable(),
  frozen_reason: z.string().nullable(),
  /** The customer who made it; need not be a member any more. */
  created_by: z.string(),
  /** Active members. */
  member_count: z.number().int().min(0),
  metadata: z.record(z.string(), z.unknown()).nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})

export const memberStatus = z.enum(["invited", "active", "declined", "left", "removed"])

/** A membership or an invitation, those that ended included. */
export const adminMember = z.object({
  id: z.string(),
  customer_id: z.string().nullable(),
  email: z.string().nullable(),
  role: memberRole,
  status: memberStatus,
  /** The customer who invited; null for the one who made the shared inventory. */
  invited_by: z.string().nullable(),
  joined_at: z.iso.datetime().nullable(),
  ended_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
})

export const adminFreezeBody = z.strictObject({ reason: merchantReason })

export type AdminSharedInventory = z.infer<typeof adminSharedInventory>
export type AdminMember = z.infer<typeof adminMember>
export type AdminFreezeBody = z.infer<typeof adminFreezeBody>

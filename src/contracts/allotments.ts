import { z } from "@medusajs/framework/zod"
import { id } from "./vaults"

/** What a merchant sets aside for a shared inventory, of one variant. */
export const adminSetAllotmentBody = z.strictObject({
  variant_id: id,
  /** Units that are set aside from now on, those that members hold included; what was sold before does not count. 0 returns all. */
  quantity: z.number().int().min(0).max(1_000_000),
  /** From whose stock locations they are taken. */
  sales_channel_id: id,
})

export const adminAllotment = z.object({
  variant_id: z.string(),
  /** Units that are set aside now. */
  quantity: z.number().int().min(0),
  /** Of these, in members' carts. */
  held: z.number().int().min(0),
  available: z.number().int().min(0),
  /** Units that members bought from it so far. */
  sold: z.number().int().min(0),
  /** The inventory was archived or frozen: what is left goes back as soon as nobody holds it. */
  closed: z.boolean(),
})

/** The same for members: what they can buy from. */
export const storeAllotment = adminAllotment.pick({
  variant_id: true,
  quantity: true,
  held: true,
  available: true,
})

export type AdminSetAllotmentBody = z.infer<typeof adminSetAllotmentBody>
export type AdminAllotment = z.infer<typeof adminAllotment>
export type StoreAllotment = z.infer<typeof storeAllotment>

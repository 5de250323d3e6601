import { z } from "@medusajs/framework/zod"

const ids = z.union([z.string(), z.array(z.string())]).optional()

export const adminGetShortfallsParams = z.object({
  limit: z.coerce.number().int().min(0).max(1_000).default(50),
  offset: z.coerce.number().int().min(0).default(0),
  owner_type: z.enum(["customer", "shared_inventory"]).optional(),
  owner_id: ids,
  order_id: ids,
  variant_id: ids,
  /** `true`: only what was settled; `false`: only what is open. */
  resolved: z.enum(["true", "false"]).optional(),
})

export type AdminGetShortfallsParams = z.infer<typeof adminGetShortfallsParams>

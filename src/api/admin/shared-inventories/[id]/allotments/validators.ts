import { z } from "@medusajs/framework/zod"

export const adminGetAllotmentsParams = z.object({
  limit: z.coerce.number().int().min(0).max(1_000).default(50),
  offset: z.coerce.number().int().min(0).default(0),
})

export type AdminGetAllotmentsParams = z.infer<typeof adminGetAllotmentsParams>

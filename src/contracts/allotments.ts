import { z } from "@medusajs/framework/zod"
import { entityId, pageOf } from "./common"

/** What the merchant allots to a shared inventory, of one variant. */
export const adminSetAllotmentBody = z.strictObject({
  variant_id: entityId,
  quantity: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .describe("Units allotted from now on, held ones included and sold ones not. 0 returns all."),
  sales_channel_id: entityId.describe("Takes the units from its stock locations."),
})

export const adminAllotment = z
  .object({
    variant_id: z.string(),
    quantity: z.number().int().min(0).describe("Units allotted now."),
    held: z.number().int().min(0).describe("Of these, in members' carts."),
    available: z.number().int().min(0),
    sold: z.number().int().min(0).describe("Units that members have bought from it."),
    closed: z
      .boolean()
      .describe(
        "The inventory was archived or frozen: free units return to the shop, held ones when released."
      ),
  })
  .meta({ id: "AdminAllotment" })

/** The same for members, who can buy from it. */
export const storeAllotment = adminAllotment
  .pick({
    variant_id: true,
    quantity: true,
    held: true,
    available: true,
  })
  .meta({ id: "StoreAllotment" })

export const adminAllotmentAnswer = z.object({
  allotment: adminAllotment.nullable().describe("Null if the variant was never allotted."),
})
export const adminAllotmentsAnswer = z.object({ allotments: z.array(adminAllotment), ...pageOf })
export const storeAllotmentsAnswer = z.object({ allotments: z.array(storeAllotment) })

export type AdminSetAllotmentBody = z.infer<typeof adminSetAllotmentBody>
export type AdminAllotmentAnswer = z.infer<typeof adminAllotmentAnswer>
export type AdminAllotmentsAnswer = z.infer<typeof adminAllotmentsAnswer>
export type StoreAllotmentsAnswer = z.infer<typeof storeAllotmentsAnswer>
export type AdminAllotment = z.infer<typeof adminAllotment>
export type StoreAllotment = z.infer<typeof storeAllotment>

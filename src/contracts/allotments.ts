import { z } from "@medusajs/framework/zod"
import { entityId, pageOf } from "./common"

/** What a merchant sets aside for a shared inventory, of one variant. */
export const adminSetAllotmentBody = z.strictObject({
  variant_id: entityId,
  quantity: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .describe(
      "Units that are set aside from now on, those that members hold included; what was sold before does not count. 0 returns all."
    ),
  sales_channel_id: entityId.describe("From whose stock locations they are taken."),
})

export const adminAllotment = z
  .object({
    variant_id: z.string(),
    quantity: z.number().int().min(0).describe("Units that are set aside now."),
    held: z.number().int().min(0).describe("Of these, in members' carts."),
    available: z.number().int().min(0),
    sold: z.number().int().min(0).describe("Units that members bought from it so far."),
    closed: z
      .boolean()
      .describe(
        "The inventory was archived or frozen: what is left goes back as soon as nobody holds it."
      ),
  })
  .meta({ id: "AdminAllotment" })

/** The same for members: what they can buy from. */
export const storeAllotment = adminAllotment
  .pick({
    variant_id: true,
    quantity: true,
    held: true,
    available: true,
  })
  .meta({ id: "StoreAllotment" })

export const adminAllotmentAnswer = z.object({
  allotment: adminAllotment
    .nullable()
    .describe("Null where nothing was ever set aside of the variant."),
})
export const adminAllotmentsAnswer = z.object({ allotments: z.array(adminAllotment), ...pageOf })
export const storeAllotmentsAnswer = z.object({ allotments: z.array(storeAllotment) })

export type AdminSetAllotmentBody = z.infer<typeof adminSetAllotmentBody>
export type AdminAllotmentAnswer = z.infer<typeof adminAllotmentAnswer>
export type AdminAllotmentsAnswer = z.infer<typeof adminAllotmentsAnswer>
export type StoreAllotmentsAnswer = z.infer<typeof storeAllotmentsAnswer>
export type AdminAllotment = z.infer<typeof adminAllotment>
export type StoreAllotment = z.infer<typeof storeAllotment>

import { z } from "@medusajs/framework/zod"

/** A level whose held units an admin action would take: `details.levels` of `UNITS_ON_HOLD`. */
export const heldUnits = z.object({
  inventory_item_id: z.string(),
  location_id: z.string(),
  asked: z.number().positive().describe("Units that the action would have taken."),
  free: z.number().min(0).describe("Units that nobody holds."),
  held: z.number().positive().describe("Units that shoppers hold."),
})

export type HeldUnits = z.infer<typeof heldUnits>

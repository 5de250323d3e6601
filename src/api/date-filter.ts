import { z } from "@medusajs/framework/zod"
import { createOperatorMap } from "@medusajs/medusa/api/utils/validators"

/** What a list's query takes for a time; once, since the OpenAPI file names it. */
export const dateFilter = createOperatorMap(z.iso.datetime({ offset: true })).meta({
  id: "DateFilter",
  description: "A date-time, or a range: `created_at[$gte]=…`.",
})

import { z } from "@medusajs/framework/zod"

/** For routes that take no body: a field in it was meant for another route. */
export const noBody = z.strictObject({}).optional()

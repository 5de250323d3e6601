import { z } from "@medusajs/framework/zod"
import { storeDropReservation } from "./drops"
import { heldUnits } from "./held-units"
import { shortUnits } from "./vaults"
import { ERRORS, type ErrorCode } from "./errors"

/** A cart line that cannot be served. */
export const shortLine = z
  .object({
    line_item_id: z.string().nullable().describe("Null when the line is not in the cart yet."),
    variant_id: z.string(),
    inventory_item_id: z.string(),
    asked: z.number().describe("Units of the inventory item that the whole cart needs."),
    available: z
      .number()
      .describe("Units that this cart can get now, those that it holds included."),
  })
  .meta({ id: "ShortLine" })

/** The `details` of each error; a code that is not listed has none. */
export const ERROR_DETAILS: Partial<Record<ErrorCode, { optional?: true; schema: z.ZodType }>> = {
  DROP_NOT_ACTIVE: {
    optional: true,
    schema: z.object({
      starts_at: z.iso.datetime().nullable(),
      ends_at: z.iso.datetime().nullable(),
    }),
  },
  ALREADY_RESERVED: { schema: z.object({ reservation: storeDropReservation }) },
  LIMIT_REACHED: {
    optional: true,
    schema: z.object({
      limit: z.number(),
      has: z.number().optional().describe("Units so far."),
    }),
  },
  NOT_TRADABLE: {
    optional: true,
    schema: z.object({ variant_ids: z.array(z.string()) }),
  },
  TRADE_NOT_PENDING: {
    optional: true,
    schema: z.object({ status: z.string(), reason: z.string().nullable() }),
  },
  INSUFFICIENT_STOCK: {
    optional: true,
    schema: z.union([
      z.object({ lines: z.array(shortLine).min(1).describe("Every short line of the cart.") }),
      z
        .object({ lines: z.array(shortUnits).min(1) })
        .describe("For a customer who offers, wants or moves units of a vault."),
      z
        .object({ asked: z.number(), available: z.number() })
        .describe("For a merchant who allots stock."),
    ]),
  },
  HOLD_EXPIRED: {
    optional: true,
    schema: z.object({
      reservations: z.array(z.string()).describe("Ids of the expired drop reservations."),
    }),
  },
  UNITS_ON_HOLD: { schema: z.object({ levels: z.array(heldUnits).min(1) }) },
  TOO_MANY_REQUESTS: { schema: z.object({ retry_after_seconds: z.number().int().min(1) }) },
  INVALID_DATA: {
    optional: true,
    schema: z.union([
      z
        .object({ sold: z.number(), held: z.number() })
        .describe("For a merchant who lowers a quantity below what is sold and held."),
      z
        .object({ held: z.number() })
        .describe("For a merchant who allots fewer units than members hold."),
      z
        .object({ variant_ids: z.array(z.string()).min(1) })
        .describe("For a merchant who names variants that do not exist."),
    ]),
  },
}

/** The response of each code, in the shape of `ErrorAnswer`. */
export const ERROR_ANSWERS = Object.fromEntries(
  // The registry's keys are its codes.
  (Object.keys(ERRORS) as ErrorCode[]).map((code) => [code, answerOf(code).meta({ id: code })])
) as Record<ErrorCode, z.ZodType>

function answerOf(code: ErrorCode): z.ZodType {
  const { type, title } = ERRORS[code]
  const answer = z
    .object({ type: z.literal(type), code: z.literal(code), message: z.string().min(1) })
    .describe(title)
  const details = ERROR_DETAILS[code]
  if (!details) return answer
  const { schema, optional } = details
  return answer.extend({ details: optional ? schema.optional() : schema }).describe(title)
}

/** Medusa's own error, from its router, validators or login. Its codes are lower case. */
export const medusaError = z
  .object({
    type: z.string().optional(),
    code: z
      .string()
      .regex(/^[a-z_]+$/)
      .optional(),
    message: z.string(),
  })
  .describe("Medusa's own error.")
  .meta({ id: "MedusaError" })

export type ShortLine = z.infer<typeof shortLine>

import { z } from "@medusajs/framework/zod"
import { entityId, pageOf } from "./common"

/** Who owns units. */
export const vaultOwner = z.object({
  type: z.enum(["customer", "shared_inventory"]),
  id: z.string(),
})

/** Who a customer acts for: `self`, or a shared inventory that they are a member of. */
export const tradingContext = z.union([z.literal("self"), entityId])

/** Whole units; the database counts in 32 bits. */
const wholeUnits = z.number().int().min(1).max(1_000_000)

export const variantUnits = z.strictObject({ variant_id: entityId, quantity: wholeUnits })

/** Each variant once: a second line would hide the total. */
export const variantUnitsList = (min: number) =>
  z
    .array(variantUnits)
    .min(min)
    .max(50)
    .refine((items) => new Set(items.map((item) => item.variant_id)).size === items.length, {
      message: "names a variant twice; use one line per variant",
    })

/** Units of one variant in one vault. */
export const storeVaultUnits = z
  .object({
    variant_id: z.string(),
    title: z
      .string()
      .nullable()
      .describe("Null if the merchant deleted the variant; the units remain."),
    product_id: z.string().nullable(),
    product_title: z.string().nullable(),
    thumbnail: z.string().nullable(),
    quantity: z.number().int().min(0).describe("All units, held ones included."),
    held: z.number().int().min(0).describe("Units promised in pending trades."),
    available: z.number().int().min(0),
  })
  .meta({ id: "StoreVaultUnits" })

/** A movement of a vault, from the ledger's journal. */
export const storeVaultEntry = z
  .object({
    id: z.string(),
    at: z.iso.datetime(),
    kind: z.enum([
      "credited",
      "debited",
      "received",
      "given",
      "placed",
      "grown",
      "shrunk",
      "extended",
      "moved",
      "released",
      "expired",
      "consumed",
      "flagged",
      "recounted",
    ]),
    variant_id: z.string(),
    quantity: z
      .number()
      .int()
      .describe(
        "Signed. For the first four, units that came or went; for the others, units held or released."
      ),
    trade_id: z.string().nullable().describe("The trade that it belongs to, if any."),
    reason: z.string(),
  })
  .meta({ id: "StoreVaultEntry" })

export const storeUnitsAnswer = z.object({ units: z.array(storeVaultUnits), ...pageOf })
export const storeEntriesAnswer = z.object({ entries: z.array(storeVaultEntry), ...pageOf })
export const movedAnswer = z.object({ moved: z.array(variantUnits) })

export const moveUnitsBody = z.strictObject({ items: variantUnitsList(1) })

/** A variant of which a vault has too few, in the details of `INSUFFICIENT_STOCK`. */
export const shortUnits = z
  .object({ variant_id: z.string(), asked: z.number().int(), available: z.number().int() })
  .meta({ id: "ShortUnits" })

export type ShortUnits = z.infer<typeof shortUnits>
export type Owner = z.infer<typeof vaultOwner>
export type UnitsOf = z.infer<typeof variantUnits>
export type StoreVaultUnits = z.infer<typeof storeVaultUnits>
export type StoreVaultEntry = z.infer<typeof storeVaultEntry>
export type StoreUnitsAnswer = z.infer<typeof storeUnitsAnswer>
export type StoreEntriesAnswer = z.infer<typeof storeEntriesAnswer>
export type MovedAnswer = z.infer<typeof movedAnswer>
export type MoveUnitsBody = z.infer<typeof moveUnitsBody>

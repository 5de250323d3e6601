import { z } from "@medusajs/framework/zod"

const seconds = (fallback: number, max: number) =>
  z.number().int().min(1).max(max).default(fallback)

const DAY = 86_400

const perMinute = (fallback: number, what: string) =>
  z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(fallback)
    .describe(
      `${what} per minute; counted over all processes where \`projectConfig.redisUrl\` is set, else per process.`
    )

const hook = z
  .boolean()
  .default(true)
  .describe("Take this core workflow hook; Medusa allows one handler per hook.")

/**
 * The plugin's options, as a merchant's developer writes them in `medusa-config.ts`. Every field
 * has a default; an unknown or wrong field stops the boot with a sentence (see `lib/options.ts`).
 */
export const holdfastOptions = z.strictObject({
  mode: z
    .enum(["enforce", "observe"])
    .default("enforce")
    .describe("`observe` computes and logs what would be refused or held, and changes nothing."),
  backorders: z
    .enum(["deny", "variant"])
    .default("deny")
    .describe(
      "`deny`: stock counts for every managed variant. `variant`: `allow_backorder` of variants and lines is respected."
    ),
  holds: z
    .strictObject({
      at: z
        .enum(["cart", "checkout"])
        .default("cart")
        .describe(
          "When a cart's units are held: as they are put into the cart, or only from the checkout on."
        ),
      ttlSeconds: seconds(15 * 60, DAY).describe(
        "Seconds that a hold lives after the last change of its cart."
      ),
      capSeconds: seconds(2 * 60 * 60, 7 * DAY).describe(
        "Seconds after which a hold is not extended any more, counted from when it was placed."
      ),
      graceSeconds: seconds(2 * 60, 60 * 60).describe(
        "Seconds that a hold is kept alive, at least, from when the completion of its cart starts, or begins to wait for its turn: the longest such wait, then answered 503 `CHECKOUT_BUSY`."
      ),
    })
    .prefault({}),
  gate: z
    .strictObject({
      completions: z
        .number()
        .int()
        .min(1)
        .max(100)
        .default(3)
        .describe("Completions that one process works on at a time."),
      changes: z
        .number()
        .int()
        .min(1)
        .max(200)
        .default(8)
        .describe("Cart changes that one process works on at a time."),
    })
    .prefault({}),
  sweeper: z
    .strictObject({
      everySeconds: seconds(2, 3_600).describe(
        "Seconds between two rounds. Expiry itself needs no round: a hold past its time stops counting at once."
      ),
    })
    .prefault({}),
  adminActions: z
    .strictObject({
      heldUnits: z
        .enum(["flag", "refuse"])
        .default("flag")
        .describe(
          "Stock corrections, reservations by hand, draft orders, order edits, exchanges and claims that would take units which " +
            "shoppers hold: let through and the newest holds flagged, or refused with 409 `UNITS_ON_HOLD`."
        ),
    })
    .prefault({}),
  storefront: z
    .strictObject({
      lowerInventoryQuantity: z
        .boolean()
        .default(true)
        .describe(
          "Lower `inventory_quantity` in Medusa's Store answers by what other shoppers hold."
        ),
    })
    .prefault({}),
  hooks: z
    .strictObject({
      "addToCart.validate": hook,
      "updateLineItemInCart.validate": hook,
      "createCart.cartCreated": hook,
      "completeCart.validate": hook,
    })
    .prefault({})
    .describe(
      "Core workflow hooks that the plugin takes. Medusa allows one handler per hook: switch ours off to use your own."
    ),
  realtime: z
    .strictObject({
      enabled: z.boolean().default(true).describe("Serve drops over Socket.IO."),
      port: z
        .number()
        .int()
        .min(1)
        .max(65_535)
        .optional()
        .describe("Listen on this port instead of on the store's own."),
      connections: z
        .number()
        .int()
        .min(1)
        .max(100_000)
        .default(10_000)
        .describe(
          "Clients that one process serves; each costs it 12 KB (3,000 measured). One more is refused and may try elsewhere."
        ),
    })
    .prefault({})
    .describe("Socket.IO for drops; see docs/guides/realtime.md."),
  trading: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe("Off: its routes answer 404 and orders fill no vault."),
      tradable: z
        .strictObject({
          metadataKey: z
            .string()
            .min(1)
            .nullable()
            .default("tradable")
            .describe(
              "Key in the metadata of a variant or product whose value is `true`: an order puts such a variant into the buyer's " +
                "vault. Null: metadata says nothing."
            ),
          tag: z
            .string()
            .min(1)
            .nullable()
            .default(null)
            .describe("The same by the value of a product tag. Null: tags say nothing."),
        })
        .prefault({}),
      blockedVariants: z
        .array(z.string().min(1))
        .default([])
        .describe("Ids of variants that are not traded, whatever else says so."),
      coolingOffSeconds: z
        .number()
        .int()
        .min(0)
        .max(30 * DAY)
        .default(0)
        .describe(
          "Seconds between the last confirmation and the exchange, in which each side may still draw back."
        ),
      openTradesMax: z
        .number()
        .int()
        .min(1)
        .max(10_000)
        .default(50)
        .describe("Pending trades that one customer may have proposed at a time."),
      expiresInSeconds: z
        .number()
        .int()
        .min(60)
        .max(30 * DAY)
        .default(3 * DAY)
        .describe("Seconds that a trade waits for its answer where the request does not say."),
      perMinute: z
        .strictObject({
          trades: perMinute(30, "Trades that one customer may propose"),
          invitations: perMinute(20, "Invitations that one customer may send"),
          matches: perMinute(60, "Look-ups of matches that one customer may make"),
        })
        .prefault({}),
    })
    .prefault({})
    .describe("Vaults, shared inventories and trades between customers."),
  ledger: z
    .strictObject({
      connections: z
        .number()
        .int()
        .min(1)
        .max(50)
        .default(4)
        .describe(
          "Connections that the ledger keeps for itself, so that it answers while Medusa's own are all taken."
        ),
    })
    .prefault({}),
})

/** What the merchant's developer writes: every field optional. */
export type HoldfastOptionsInput = z.input<typeof holdfastOptions>
/** What the code reads: every field present. */
export type HoldfastOptions = z.output<typeof holdfastOptions>
export type HookName = keyof HoldfastOptions["hooks"]

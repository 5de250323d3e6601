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
      `${what} per minute; counted over all processes if \`projectConfig.redisUrl\` is set, else per process.`
    )

const hook = z
  .boolean()
  .default(true)
  .describe("Take this core workflow hook; Medusa allows one handler per hook.")

/** The plugin's options in `medusa-config.ts`. An unknown or wrong field stops the boot. */
export const holdfastOptions = z.strictObject({
  mode: z
    .enum(["enforce", "observe"])
    .default("enforce")
    .describe("`observe` computes and logs what would be rejected or held, and changes nothing."),
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
        .describe("When a cart's units are held: when added to the cart, or only at the checkout."),
      ttlSeconds: seconds(15 * 60, DAY).describe(
        "Seconds from the last change of a cart until its holds expire."
      ),
      capSeconds: seconds(2 * 60 * 60, 7 * DAY).describe(
        "Seconds from placing a hold until it can no longer be extended."
      ),
      graceSeconds: seconds(2 * 60, 60 * 60).describe(
        "Seconds that a cart's holds last at least once its completion starts or waits in the checkout queue; also the longest such wait, after which it gets 503 `CHECKOUT_BUSY`."
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
        .describe("Completions that one process runs at once."),
      changes: z
        .number()
        .int()
        .min(1)
        .max(200)
        .default(8)
        .describe("Cart changes that one process runs at once."),
    })
    .prefault({}),
  sweeper: z
    .strictObject({
      everySeconds: seconds(2, 3_600).describe(
        "Seconds between two rounds. Expiry itself needs no round: a due hold counts for nobody."
      ),
    })
    .prefault({}),
  adminActions: z
    .strictObject({
      heldUnits: z
        .enum(["flag", "refuse"])
        .default("flag")
        .describe(
          "Stock corrections, manual reservations, draft orders, order edits, exchanges and claims that would take units which " +
            "shoppers hold: allow them and flag the newest holds, or reject them with 409 `UNITS_ON_HOLD`."
        ),
    })
    .prefault({}),
  storefront: z
    .strictObject({
      lowerInventoryQuantity: z
        .boolean()
        .default(true)
        .describe(
          "Subtract what other shoppers hold from `inventory_quantity` in Medusa's Store API."
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
          "Clients that one process serves; each costs it 12 KB (3,000 measured). One more is rejected and may try another process."
        ),
    })
    .prefault({})
    .describe("Socket.IO for drops; see docs/guides/realtime.md."),
  trading: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe("If false, its routes return 404 and orders fill no vault."),
      tradable: z
        .strictObject({
          metadataKey: z
            .string()
            .min(1)
            .nullable()
            .default("tradable")
            .describe(
              "Key in the metadata of a variant or product whose value is `true`: an order puts such a variant into the buyer's " +
                "vault. Null: metadata is ignored."
            ),
          tag: z
            .string()
            .min(1)
            .nullable()
            .default(null)
            .describe("The same by the value of a product tag. Null: tags are ignored."),
        })
        .prefault({}),
      blockedVariants: z
        .array(z.string().min(1))
        .default([])
        .describe("Ids of variants that are never tradable."),
      coolingOffSeconds: z
        .number()
        .int()
        .min(0)
        .max(30 * DAY)
        .default(0)
        .describe(
          "Seconds between the last confirmation and the exchange, in which each side may still withdraw."
        ),
      openTradesMax: z
        .number()
        .int()
        .min(1)
        .max(10_000)
        .default(50)
        .describe("Pending trades that one customer may have proposed at once."),
      expiresInSeconds: z
        .number()
        .int()
        .min(60)
        .max(30 * DAY)
        .default(3 * DAY)
        .describe("Default seconds until a pending trade expires."),
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
          "Connections of the ledger's own, so that it responds while Medusa's are all taken."
        ),
    })
    .prefault({}),
})

/** As written in `medusa-config.ts`: every field is optional. */
export type HoldfastOptionsInput = z.input<typeof holdfastOptions>
/** As read by the code: every field is present. */
export type HoldfastOptions = z.output<typeof holdfastOptions>
export type HookName = keyof HoldfastOptions["hooks"]

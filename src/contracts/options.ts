import { z } from "@medusajs/framework/zod"

const seconds = (fallback: number, max: number) =>
  z.number().int().min(1).max(max).default(fallback)

const DAY = 86_400

/**
 * The plugin's options, as a merchant's developer writes them in `medusa-config.ts`. Every field has a default; an
 * unknown or wrong field stops the boot with a sentence (see `lib/options.ts`).
 */
export const holdfastOptions = z.strictObject({
  /** `observe` computes and logs what would be refused or held, and changes nothing. */
  mode: z.enum(["enforce", "observe"]).default("enforce"),
  /** `deny`: stock counts for every managed variant. `variant`: `allow_backorder` of variants and lines is respected. */
  backorders: z.enum(["deny", "variant"]).default("deny"),
  holds: z
    .strictObject({
      /** When a cart's units are held: as they are put into the cart, or only from the checkout on. */
      at: z.enum(["cart", "checkout"]).default("cart"),
      /** Seconds that a hold lives after the last change of its cart. */
      ttlSeconds: seconds(15 * 60, DAY),
      /** Seconds after which a hold is not extended any more, counted from when it was placed. */
      capSeconds: seconds(2 * 60 * 60, 7 * DAY),
      /** Seconds that a hold is kept alive, at least, from when the completion of its cart starts. */
      graceSeconds: seconds(2 * 60, 60 * 60),
    })
    .prefault({}),
  gate: z
    .strictObject({
      /** Completions that one process works on at a time. */
      completions: z.number().int().min(1).max(100).default(3),
      /** Cart changes that one process works on at a time. */
      changes: z.number().int().min(1).max(200).default(8),
      /** Requests that may wait for each of the two; one more is answered 503 `CHECKOUT_BUSY`. */
      queue: z.number().int().min(0).max(100_000).default(1_000),
      /** Seconds that a request waits for its turn before it is answered 503 `CHECKOUT_BUSY`. */
      waitSeconds: seconds(120, 600),
    })
    .prefault({}),
  sweeper: z
    .strictObject({
      /** Seconds between two rounds. Expiry itself needs no round: a hold past its time stops counting at once. */
      everySeconds: seconds(2, 3_600),
      /** Holds that one statement expires at most. Of 200, a shopper of the same pool waits some 10 ms; of 500, 20 ms. */
      batch: z.number().int().min(1).max(10_000).default(200),
    })
    .prefault({}),
  storefront: z
    .strictObject({
      /** Lower `inventory_quantity` in Medusa's Store answers by what other shoppers hold. */
      lowerInventoryQuantity: z.boolean().default(true),
    })
    .prefault({}),
  /** Core workflow hooks that the plugin takes. Medusa allows one handler per hook: switch ours off to use your own. */
  hooks: z
    .strictObject({
      "addToCart.validate": z.boolean().default(true),
      "updateLineItemInCart.validate": z.boolean().default(true),
      "createCart.cartCreated": z.boolean().default(true),
      "completeCart.validate": z.boolean().default(true),
    })
    .prefault({}),
  /** Socket.IO for drops; see docs/guides/realtime.md. */
  realtime: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** Listen on this port instead of on the store's own. */
      port: z.number().int().min(1).max(65_535).optional(),
      path: z
        .string()
        .regex(/^(\/[\w.-]+)+$/, 'must be a path without a slash at its end, such as "/sockets"')
        .default("/holdfast/socket.io"),
      /** How processes tell each other. Default: `redis` when `projectConfig.redisUrl` is set, else `postgres`. */
      adapter: z.enum(["postgres", "redis", "none"]).optional(),
      /** Times per second, at most, that one drop's figures are sent. The last state always arrives. */
      eventsPerSecond: z.number().int().min(1).max(100).default(10),
      /** Clients that one process serves; each costs it 12 KB (3,000 measured). One more is refused and may try elsewhere. */
      connections: z.number().int().min(1).max(100_000).default(10_000),
    })
    .prefault({}),
  /** Vaults, shared inventories and trades between customers. */
  trading: z
    .strictObject({
      /** Off: its routes answer 404 and orders fill no vault. */
      enabled: z.boolean().default(true),
      /** Which variants an order puts into the buyer's vault. A variant is meant by its own or its product's metadata, or by a tag of its product. */
      tradable: z
        .strictObject({
          /** Key in the metadata of a variant or product whose value is `true`. Null: metadata says nothing. */
          metadataKey: z.string().min(1).nullable().default("tradable"),
          /** Value of a product tag. Null: tags say nothing. */
          tag: z.string().min(1).nullable().default(null),
        })
        .prefault({}),
      /** Ids of variants that are not traded, whatever else says so. */
      blockedVariants: z.array(z.string().min(1)).default([]),
      /** Seconds between the last confirmation and the exchange, in which each side may still draw back. */
      coolingOffSeconds: z
        .number()
        .int()
        .min(0)
        .max(30 * DAY)
        .default(0),
      /** Pending trades that one customer may have proposed at a time. */
      openTradesMax: z.number().int().min(1).max(10_000).default(50),
      /** Seconds that a trade waits for its answer where the request does not say. */
      expiresInSeconds: z
        .number()
        .int()
        .min(60)
        .max(30 * DAY)
        .default(3 * DAY),
      /** Requests per minute that one customer may make. Shared over processes where `projectConfig.redisUrl` is set, else per process. */
      perMinute: z
        .strictObject({
          trades: z.number().int().min(1).max(100_000).default(30),
          invitations: z.number().int().min(1).max(100_000).default(20),
          matches: z.number().int().min(1).max(100_000).default(60),
        })
        .prefault({}),
    })
    .prefault({}),
  ledger: z
    .strictObject({
      /** Connections that the ledger keeps for itself, so that it answers while Medusa's own are all taken. */
      connections: z.number().int().min(1).max(50).default(4),
      /** Milliseconds that a statement waits for a row lock before the request is answered 503. */
      lockTimeoutMs: z.number().int().min(10).max(60_000).default(3_000),
      /** Milliseconds that a statement may run. */
      statementTimeoutMs: z.number().int().min(100).max(300_000).default(10_000),
    })
    .prefault({}),
})

/** What the merchant's developer writes: every field optional. */
export type HoldfastOptionsInput = z.input<typeof holdfastOptions>
/** What the code reads: every field present. */
export type HoldfastOptions = z.output<typeof holdfastOptions>
export type HookName = keyof HoldfastOptions["hooks"]

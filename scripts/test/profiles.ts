import type { HoldfastOptionsInput } from "../../src/contracts/options"

/** High enough that no spec meets them by accident. */
const perMinute = { invitations: 100_000, trades: 100_000, matches: 100_000 }

/** The sweeper comes by itself, and often. */
const busy = {
  sweeper: { everySeconds: 1 },
  trading: {
    openTradesMax: 1_000,
    perMinute,
    blockedVariants: ["variant_blocked"] as [string],
    tradable: { tag: "collectible" },
  },
}

/** The stores that specs share, with any option that does not disturb other specs. */
export const PROFILES = {
  default: busy,
  /** Two processes, and Medusa's locks in memory: neither knows of the other's. */
  pair: busy,
  /** Nothing happens by itself: what runs out stays as it is. */
  quiet: {
    sweeper: { everySeconds: 3_600 },
    adminActions: { heldUnits: "refuse" },
    // Few, for the tests that reach the limits; each customer has its own.
    trading: { openTradesMax: 1_000, perMinute: { invitations: 60, trades: 120, matches: 8 } },
  },
} satisfies Record<string, HoldfastOptionsInput>

export type Profile = keyof typeof PROFILES

export const processesOf = (profile: Profile): number => (profile === "pair" ? 2 : 1)

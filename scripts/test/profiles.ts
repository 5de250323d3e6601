import type { HoldfastOptionsInput } from "../../src/contracts/options"

/** High enough that no spec meets them by accident. */
const perMinute = { invitations: 100_000, trades: 100_000, matches: 100_000 }

/**
 * The stores that specs share. What a test asks for by options can go in here as long as it is
 * nothing to the others.
 */
export const PROFILES = {
  /** The sweeper comes by itself, and often. */
  default: { sweeper: { everySeconds: 1 }, trading: { openTradesMax: 1_000, perMinute } },
  /** Nothing happens by itself: what runs out stays as it is. */
  quiet: {
    sweeper: { everySeconds: 3_600 },
    adminActions: { heldUnits: "refuse" },
    // Matches are few, for the test that reaches the limit; each customer has its own.
    trading: { openTradesMax: 1_000, perMinute: { ...perMinute, matches: 8 } },
  },
} satisfies Record<string, HoldfastOptionsInput>

export type Profile = keyof typeof PROFILES

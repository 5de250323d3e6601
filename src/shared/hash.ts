import { createHash } from "node:crypto"

/** What tells two requests apart: equal values have equal hashes. */
export const hashOf = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 40)

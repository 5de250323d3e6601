import { defineLink } from "@medusajs/framework/utils"
import type { holdBy } from "../modules/ledger"

type Options = Extract<Parameters<typeof defineLink>[0], { linkable: unknown; alias?: string }>
type Linkable = Extract<Options["linkable"], { toJSON: unknown }>

/**
 * Joins our row with the one that a field names, for `query.graph`, in both directions: ours gets
 * theirs by name, theirs gets a list. Read-only: the field itself is the link, without a table.
 * Medusa 2.21.2 mixes up two links of one module by the same name, or two lists that one of our
 * modules gives a customer. A list of memberships and one of holds are of two modules.
 */
export function linkBothWays(
  ours: Linkable | ReturnType<typeof holdBy>,
  field: string,
  theirs: Linkable
): void {
  defineLink({ linkable: ours, field }, theirs, { readOnly: true })
  const byField = { ...("toJSON" in ours ? ours.toJSON() : ours), primaryKey: field }
  defineLink({ linkable: theirs, field: "id" }, byField, { readOnly: true, isList: true })
}

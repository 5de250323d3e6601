import { defineLink } from "@medusajs/framework/utils"

type Options = Extract<Parameters<typeof defineLink>[0], { linkable: unknown; alias?: string }>
type Linkable = Extract<Options["linkable"], { toJSON: unknown }>

/**
 * Joins our row with the row that one of its fields names, for `query.graph`, in both directions:
 * ours gets theirs under its own name, and theirs gets a list. Read-only, so there is no table:
 * the field itself is the link. From one module, the joiner reaches one kind of row per name: two
 * that would both be `customer`, or two lists of one customer, mix up (2.21.2).
 */
export function linkBothWays(ours: Linkable, field: string, theirs: Linkable): void {
  defineLink({ linkable: ours, field }, theirs, { readOnly: true })
  const byField = { ...ours.toJSON(), primaryKey: field }
  defineLink({ linkable: theirs, field: "id" }, byField, { readOnly: true, isList: true })
}

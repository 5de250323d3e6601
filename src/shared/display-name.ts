/** What a person is called, in what others can read. */
export interface Named {
  first_name?: string | null
  last_name?: string | null
}

/**
 * First name and initial, and nothing else: strangers read it. Of several sources, the first that
 * says something.
 */
export function displayName(...sources: (Named | null | undefined)[]): string {
  const first = pick(sources, "first_name")
  const last = pick(sources, "last_name")
  if (!first) return "Somebody"
  return last ? `${first} ${last.charAt(0).toUpperCase()}.` : first
}

function pick(sources: readonly (Named | null | undefined)[], field: keyof Named): string {
  return sources.map((source) => source?.[field]?.trim()).find(Boolean) ?? ""
}

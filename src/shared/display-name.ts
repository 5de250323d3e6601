/** A person's names, as others may read them. */
export interface Named {
  first_name?: string | null
  last_name?: string | null
}

/** First name and initial only: strangers read it. Null where no source has a first name. */
export function shortName(...sources: (Named | null | undefined)[]): string | null {
  const first = pick(sources, "first_name")
  const last = pick(sources, "last_name")
  if (!first) return null
  return last ? `${first} ${last.charAt(0).toUpperCase()}.` : first
}

/** The same, with a fallback. */
export const displayName = (...sources: (Named | null | undefined)[]): string =>
  shortName(...sources) ?? "Somebody"

function pick(sources: readonly (Named | null | undefined)[], field: keyof Named): string {
  return sources.map((source) => source?.[field]?.trim()).find(Boolean) ?? ""
}

/** A person as strangers may see one: first name and initial, and nothing else. */
export function displayName(person: {
  first_name?: string | null
  last_name?: string | null
}): string {
  const first = (person.first_name ?? "").trim()
  const last = (person.last_name ?? "").trim()
  if (!first) return "Somebody"
  return last ? `${first} ${last.charAt(0).toUpperCase()}.` : first
}

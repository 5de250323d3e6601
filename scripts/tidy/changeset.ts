/**
 * Whoever installs the package reads of a change in a changeset (`npx changeset`).
 *
 * @param changed files that differ from the last release.
 * @param changesets names of the files in `.changeset`.
 */
export function missingChangeset(
  changed: readonly string[],
  changesets: readonly string[]
): string | undefined {
  const ships = changed.some((file) => file.startsWith("src/") && !file.includes("__tests__"))
  const isTold = changesets.some((file) => file.endsWith(".md") && file !== "README.md")
  if (!ships || isTold) return undefined
  return "src changed since the last release, and .changeset says nothing of it: npx changeset"
}

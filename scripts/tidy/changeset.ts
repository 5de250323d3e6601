/**
 * Every change that ships needs a changeset (`npx changeset`), which users read.
 *
 * @param changed files that differ from the last release.
 * @param changesets names of the files in `.changeset`.
 */
export function missingChangeset(
  changed: readonly string[],
  changesets: readonly string[]
): string | undefined {
  const ships = changed.some((file) => file.startsWith("src/") && !file.includes("__tests__"))
  const isMentioned = changesets.some((file) => file.endsWith(".md") && file !== "README.md")
  if (!ships || isMentioned) return undefined
  return "src changed since the last release, and .changeset does not mention it: npx changeset"
}

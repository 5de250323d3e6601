import { execFileSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { PROJECT_ROOT } from "./lib/paths"
import { missingChangeset } from "./tidy/changeset"
import { findDeadLinks } from "./tidy/links"
import { findPhrases, type Finding } from "./tidy/phrases"

/** `npm run tidy`: words (scripts/tidy/words.ts), links and a changeset. ESLint checks sizes. */
const TEXT = /\.(?:tsx?|mjs|js|md|yml|html)$/

/** Generated, or the list of the phrases itself. */
const EXEMPT =
  /^(?:docs\/reference\/|docs\/concepts\/words\.md|scripts\/tidy\/words\.ts|.*\/migrations\/|.*tidy.*\.spec\.ts)/

const git = (...words: string[]): string[] =>
  execFileSync("git", words, { cwd: PROJECT_ROOT, encoding: "utf8" }).split("\n").filter(Boolean)

/** Files that differ from the last release; before the first, all of them. */
function changedSinceRelease(): string[] {
  const [release] = git("tag", "--list", "v*", "--sort=-v:refname", "--merged")
  return release ? git("diff", "--name-only", release) : git("ls-files")
}

function main(): void {
  process.chdir(PROJECT_ROOT)
  const files = git("ls-files", "--cached", "--others", "--exclude-standard").filter(existsSync)
  const found = files.flatMap((file) => {
    if (!TEXT.test(file)) return []
    const text = readFileSync(file, "utf8")
    const findings: Finding[] = [
      ...(EXEMPT.test(file) ? [] : findPhrases(text)),
      ...(file.endsWith(".md") ? findDeadLinks(file, text) : []),
    ]
    return findings.map(({ line, message }) => `${file}:${line}  ${message}`)
  })
  const changesets = readdirSync(path.join(PROJECT_ROOT, ".changeset"))
  const missing = missingChangeset(changedSinceRelease(), changesets)
  const all = missing ? [...found, missing] : found
  if (!all.length) return
  console.error(
    `${all.join("\n")}\n\n${all.length} to tidy; the words are in docs/concepts/words.md.`
  )
  process.exitCode = 1
}

main()

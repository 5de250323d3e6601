import { existsSync, readFileSync, statSync } from "node:fs"
import path from "node:path"
import type { Finding } from "./phrases"

const LINK = /\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g

/** A file or folder that a page names; patterns with a star are skipped. */
const PATH = /`((?:src|scripts|bench|integration-tests|docs)\/[\w./[\]-]*)`/g

/** A spec that a page names, such as `races/trades`. */
const SPEC = /`((?:races|http|modules|model|realtime|full|package)\/[\w/-]+)`/g

/** A heading's anchor, as GitHub generates it. */
const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-")

const anchorsOf = (page: string): string[] =>
  [...page.replace(/^```.*?^```$/gms, "").matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    slug(title.trim())
  )

/** Links to missing files or headings, and paths that do not exist. */
export function findDeadLinks(file: string, text: string): Finding[] {
  const lineOf = (index: number): number => text.slice(0, index).split("\n").length
  const isMissing = (pattern: RegExp, toFile: (name: string) => string): Finding[] =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const target = toFile(match[1] ?? "")
      return existsSync(target) ? [] : [{ line: lineOf(match.index), message: `no file ${target}` }]
    })
  const paths = isMissing(PATH, (name) => name)
  const specs = isMissing(SPEC, (name) => `integration-tests/${name}.spec.ts`)
  const links = [...text.matchAll(LINK)].flatMap((match) => {
    const [, target = "", anchor] = match
    const page = target ? path.join(path.dirname(file), target) : file
    const line = lineOf(match.index)
    if (!existsSync(page)) return [{ line, message: `dead link: ${target}` }]
    if (!anchor || statSync(page).isDirectory() || !page.endsWith(".md")) return []
    const linked = page === file ? text : readFileSync(page, "utf8")
    const isThere = anchorsOf(linked).includes(anchor)
    return isThere ? [] : [{ line, message: `no heading #${anchor} in ${page}` }]
  })
  return [...links, ...paths, ...specs]
}

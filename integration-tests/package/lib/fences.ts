import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { PROJECT_ROOT } from "../../../scripts/lib/paths"

/**
 * A block of code in a page. Its first line says what it is for: `file=<path>` is written there,
 * `server` stays running, `output` is what the command before it prints.
 */
export interface Fence {
  language: string
  use: string
  file?: string
  text: string
}

/** All fenced blocks of a page, in order. @param page below the repository's root. */
export function readFences(page: string): Fence[] {
  const markdown = readFileSync(path.join(PROJECT_ROOT, page), "utf8")
  const blocks = markdown.matchAll(/^```(\w+)(?: +([^\n]*))?\n(.*?)^```$/gms)
  return [...blocks].map(([, language = "", use = "", text = ""]) => ({
    language,
    use,
    file: /\bfile=(\S+)/.exec(use)?.[1],
    text,
  }))
}

/** Writes a page's files into a folder, as somebody does who follows it. */
export function writeFiles(fences: readonly Fence[], folder: string): void {
  for (const { file, text } of fences) {
    if (!file) continue
    const target = path.join(folder, file)
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
}

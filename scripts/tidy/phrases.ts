import { HABITS, SYNONYMS, TRANSLATED, type Phrase } from "./words"

export interface Finding {
  line: number
  message: string
}

/** Whitespace between two words, also across the lines of a comment. */
const GAP = String.raw`(?:\s+(?:(?:\*|\/\/|>|--)\s+)?)`

/** Matches whole words only, and not inside a path, a call or a field. */
const compile = ([find, say]: Phrase) => ({
  find: new RegExp(`(?<![\\w./$-])(?:${find.source.replaceAll(" ", GAP)})(?![\\w/(:-])`, "gi"),
  say,
})

const RULES = [...TRANSLATED, ...SYNONYMS].map(compile)
const HABIT_RULES = HABITS.map(([find, say]) => ({ find: new RegExp(find, "gm"), say }))

/** Every phrase for which docs/concepts/words.md has a better word. */
export function findPhrases(text: string): Finding[] {
  return [...RULES, ...HABIT_RULES]
    .flatMap(({ find, say }) =>
      [...text.matchAll(find)].map((match) => ({
        line: text.slice(0, match.index).split("\n").length,
        message: `"${match[0].replace(/\s+(?:(?:\*|\/\/) )?/g, " ")}": say ${say}`,
      }))
    )
    .sort((a, b) => a.line - b.line)
}

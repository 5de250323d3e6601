/** What is found (case is ignored; a space matches a line break too) → what to say instead. */
export type Phrase = readonly [find: RegExp, say: string]

/** English that was translated word for word: correct, but nobody says it. */
export const TRANSLATED: readonly Phrase[] = [
  [/(?:st(?:an|oo)d(?:s|ing)? in (?:the |a |that )?|in our )line/, "waits in the checkout queue"],
  [/(?:looks?|signs?) enough/, "sufficient"],
  [/so many/, 'the number, "on every fourth", or nothing'],
  [/under (?:our|their|its|her|his) hands/, "concurrently"],
  [/from under (?:it|them|shoppers|our)/, "away from its holder"],
  [/anew/, "again; re-acquires, re-reads"],
  [/(?:start|begin|began)(?:s|ed|ing)? (?:the|its|their) time again/, "resets the timer"],
  [/(?:the|its|whose|their) time (?:is|was) over/, "it has expired"],
  [/(?:is|are) no member|no (?:active )?member of/, "is not a member"],
  [/asked too often/, "Too many requests. Try again in <n> s."],
  [/at this moment/, "right now"],
  [/(?:is|are|be|ha[sd]|have|does|do|member|owner|them|it) no more(?! than)/, "no longer"],
  [/(?:is|are|was|were) (?:not )?there (?:no|any) ?more/, "no longer exists"],
  [/there is no such/, "does not exist; not found"],
  [/heal(?:s|ed|ing)?/, "repairs"],
  [/mend(?:s|ed|ing)?/, "fixes, restores"],
  [/dr[ae]w(?:s|n|ing)? back/, "withdraws"],
  [/work(?:s|ed|ing)? out/, "computes, derives"],
  [/by hand/, "manual, manually"],
  [/hand edits?|hand-written/, "manual edits; written manually"],
  [/(?:may|can)(?:not)? (?:not )?know of|yours to know/, "is (not) visible to"],
  [/stand(?:s|ing)?(?:-| )ins?(?! (?:our |the |a |that )?line)/, "is in; replaces; fake"],
  [/stood for/, "represented"],
  [/(?:is|are|was|were|be|been|being) told/, "gets, receives, is notified"],
  [/told (?:of|apart|by|once|with)/, "notified of, distinguished"],
  [/tells? (?:of|nobody|nothing|a stranger|whether)/, "reports; reveals"],
  [/as ever/, "as before, as usual"],
  [/mak(?:es?|ing) (?:(?!sure)\w+ )?of (?:it|this|a drop|a trade)/, "turns it into, derives"],
  [/(?:comes?|came) of (?:it|them|this|that)/, "results from it"],
  [/bec[ao]mes? of/, "happens to"],
  [/what (?:is|was) so(?! \w)/, "the current state"],
  [/lets? go(?:es)? of|let(?:ting)? go/, "releases"],
  [/sign of life/, "heartbeat"],
  [/(?<!(?:because|regardless|instead|out|part|aware|list) )of what/, "name the thing"],
  [/of ours|of Medusa's(?=[.,;:)])/, "put it first: our …, Medusa's …"],
  [/(?:what|who|whom|which) one (?:may|has|can|gives|wants|would|is|says|meets)/, "name who it is"],
  [/in the very moment/, "at the same time"],
  [/looks? at (?:it|them) together/, "shares one read"],
  [/between two looks/, "between two polls"],
  [/(?:next|every|each|last|first) look(?! up)/, "reading, poll, check"],
  [/comes? round/, "runs"],
  [/(?:count|cost)s? not/, "does not count"],
  [/ke(?:eps?|pt) back/, "reserves too many"],
  [/kept (?:from|away from|aside)/, "allotted; unavailable to"],
  [/ask(?:s|ed|ing)? once more/, "checks again"],
  [/over and over|again and again/, "repeatedly"],
]

/** One word per idea (docs/concepts/words.md): each of these has a word already. */
export const SYNONYMS: readonly Phrase[] = [
  [/set(?:s|ting)?(?:-| )aside|\w*setAside\w*/, "allot, allotted, allotment"],
  [/shared(?:-| )stock/, "allotment (of a shared inventory)"],
  [/withh[eo]ld(?:s|ing)?/, "hide, hidden (the opposite of exposed)"],
  [/laps(?:es?|ed|ing)/, "expire, expired; due until somebody tidies it"],
  [/refusals?/, "error"],
  [/(?:is|are|was|were|be|been|being) answered(?: with)?/, "returns; gets a <status>"],
  [/answers? (?:with )?(?:a )?(?:20\d|4\d\d|50\d)/, "returns <status>"],
  [/(?:the|its|their|whose|all|no|next) turns?(?= (?:of|to|is|are|that|at)|[.,;:)])/, "lock"],
  [/prolong(?:s|ed|ing)?/, "extend"],
  [/thaw(?:s|ed|ing)?/, "unfreeze"],
]

/** What a comment must not leave out. */
export const HABITS: readonly Phrase[] = [
  [/(?<=(?:^|\s)\/[/*]\s+)(?:eslint-disable|@ts-expect-error)(?!.* -- ).*/m, "why, after `--`"],
]

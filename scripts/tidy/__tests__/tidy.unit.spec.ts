import { spawnSync } from "node:child_process"
import { PROJECT_ROOT } from "../../lib/paths"
import { missingChangeset } from "../changeset"
import { findDeadLinks } from "../links"
import { findPhrases } from "../phrases"
import { HABITS, SYNONYMS, TRANSLATED } from "../words"

const messages = (text: string): string[] => findPhrases(text).map((finding) => finding.message)

describe("the words", () => {
  it("finds translated English, and says where and what to write", () => {
    expect(findPhrases("// fine\n// It waits in our line.")).toEqual([
      { line: 2, message: '"in our line": say waits in the checkout queue' },
    ])
  })

  it("finds a phrase across the lines of a comment", () => {
    expect(messages("/**\n * You are no\n * member of it.\n */")).toEqual([
      '"are no member": say is not a member',
    ])
    expect(messages("  // takes units\n  // anew")).toHaveLength(1)
  })

  it("finds a second word for one idea", () => {
    expect(messages("The units are set aside until the hold lapsed.")).toHaveLength(2)
  })

  it("leaves paths, calls, fields and longer words alone", () => {
    expect(messages('import "./refusals"; refusal(409); const { lapsed: n } = collapse')).toEqual(
      []
    )
    expect(messages("Because of what Medusa reads, the hold expired.")).toEqual([])
  })

  it("wants a reason beside a rule that is switched off", () => {
    const off = "eslint-disable"
    expect(messages(`/* ${off} max-lines */`)).toHaveLength(1)
    expect(messages(`/* ${off} max-lines -- one statement, told in one piece */`)).toEqual([])
  })

  it("has no pattern that finds nothing or everything", () => {
    for (const [find, say] of [...TRANSLATED, ...SYNONYMS, ...HABITS]) {
      expect({ find, isEmpty: new RegExp(find).test("") }).toEqual({ find, isEmpty: false })
      expect(say).not.toBe("")
    }
  })
})

describe("the links", () => {
  const dead = (link: string) => findDeadLinks("docs/start/README.md", `# Start\n\n[x](${link})`)

  it("must lead to a file, and to a heading of it", () => {
    expect(dead("../nowhere.md")).toEqual([{ line: 3, message: "dead link: ../nowhere.md" }])
    expect(dead("../../README.md#no-such-heading")).toHaveLength(1)
    expect(dead("#end")).toHaveLength(1)
    expect(dead("#start")).toEqual([])
    expect(dead("../../README.md")).toEqual([])
    expect(dead("https://example.com/nowhere")).toEqual([])
  })
})

describe("the paths that a page names", () => {
  it("must exist", () => {
    const found = findDeadLinks("README.md", "In `src/lib/carts`, `src/domain` and `src/**/x.ts`.")
    expect(found).toEqual([{ line: 1, message: "no file src/lib/carts" }])
    expect(findDeadLinks("README.md", "Tests: `races/trades`, `races/none`.")).toEqual([
      { line: 1, message: "no file integration-tests/races/none.spec.ts" },
    ])
  })
})

describe("the changeset", () => {
  it("is missed when src changed", () => {
    expect(missingChangeset(["src/api/middlewares.ts"], ["config.json"])).toMatch(/npx changeset/)
    expect(missingChangeset(["src/api/middlewares.ts"], ["kind-otter.md"])).toBeUndefined()
    expect(missingChangeset(["docs/start/README.md"], ["config.json"])).toBeUndefined()
  })
})

describe("the sizes, which ESLint checks in src", () => {
  /** Its own process: jest cannot load ESLint's configuration, which is an ES module. */
  const LINT = `
    const { ESLint } = require("eslint")
    const cases = JSON.parse(require("node:fs").readFileSync(0, "utf8"))
    const lint = ([filePath, text]) => new ESLint().lintText(text, { filePath })
    Promise.all(cases.map(lint)).then((all) => {
      console.log(JSON.stringify(all.map(([one]) => one.messages.map(({ ruleId }) => ruleId))))
    })`

  const rulesFor = (...cases: [file: string, text: string][]): string[][] => {
    const options = { cwd: PROJECT_ROOT, input: JSON.stringify(cases), encoding: "utf8" } as const
    return JSON.parse(spawnSync(process.execPath, ["-e", LINT], options).stdout) as string[][] // ours
  }

  it("keeps files to 400 lines, functions to 70 and lines to 100 columns", () => {
    const file = "src/shared/ids.ts"
    const lines = (count: number): string => "// one\n".repeat(count)
    expect(
      rulesFor(
        [file, lines(400)],
        [file, lines(401)],
        ["bench/index.ts", lines(401)],
        [file, `/* eslint-disable max-lines -- one table */\n${lines(401)}`],
        [file, `export function long(): void {\n${lines(70)}}\n`],
        [file, `// ${"x ".repeat(60)}\n`]
      )
    ).toEqual([[], ["max-lines"], [], [], ["max-lines-per-function"], ["max-len"]])
  })
})

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { PROJECT_ROOT } from "../../scripts/lib/paths"
import { parseRushOptions } from "../../scripts/rush/options"
import { readFences } from "./lib/fences"
import { START_GUIDE, useScratch } from "./lib/scratch"
import { shell } from "./lib/shell"

const DOCS = readdirSync(path.join(PROJECT_ROOT, "docs"), { recursive: true, encoding: "utf8" })
const PAGES = [
  "README.md",
  ...DOCS.filter((file) => file.endsWith(".md")).map((file) => path.posix.join("docs", file)),
]

const read = (page: string): string => readFileSync(path.join(PROJECT_ROOT, page), "utf8")

describe("the README", () => {
  const fences = readFences("README.md")

  it("installs as the start guide does, which a test follows", () => {
    const guide = read(START_GUIDE)
    const config = fences.find((fence) => fence.language === "ts")?.text ?? ""
    const entry = config.split("\n").find((line) => line.includes("plugins:"))
    expect(entry).toBeDefined()
    expect(guide).toContain(entry)
    const commands = fences.flatMap((fence) =>
      fence.language === "bash" ? fence.text.trim().split("\n") : []
    )
    const merchants = commands.filter((line) => !/npm (ci|run)/.test(line))
    expect(merchants).not.toHaveLength(0)
    for (const line of merchants) expect(guide).toContain(`\n${line}\n`)
  })

  it("names scripts and options that there are", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> }
    const calls = [...read("README.md").matchAll(/npm run ([\w:]+)(?: -- ([^`\n]+))?/g)]
    expect(calls.map(([, name = ""]) => name).filter((name) => !scripts[name])).toEqual([])
    const rushes = calls
      .filter(([, name]) => name === "rush")
      .map(([, , words = ""]) => words.trim())
    expect(rushes.length).toBeGreaterThan(1)
    for (const words of rushes) expect(() => parseRushOptions(words.split(" "))).not.toThrow()
  })
})

it("pages link to what is there", () => {
  const dead = PAGES.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:)([^)#\s]+)/g)]
      .map(([, target = ""]) => target)
      .filter((target) => !existsSync(path.join(PROJECT_ROOT, path.dirname(page), target)))
      .map((target) => `${page}: ${target}`)
  )
  expect(dead).toEqual([])
})

describe("a storefront's code in the guides", () => {
  /** What the page leaves to the reader. */
  const READERS = `
    declare const token: string
    declare const dropId: string
    declare function show(drop: object): void
    declare function showStock(dropId: string, units: number): void
  `

  it("fits the types that the package ships", async () => {
    const { tarball } = await useScratch()
    const folder = path.join(tarball.built, "pages")
    mkdirSync(folder, { recursive: true })
    const blocks = PAGES.filter((page) => page.startsWith("docs/guides/")).flatMap((page) =>
      readFences(page).filter(({ language, use }) => language === "ts" && use === "")
    )
    expect(blocks).not.toHaveLength(0)
    for (const [index, { text }] of blocks.entries()) {
      writeFileSync(path.join(folder, `block-${index}.ts`), `${text}\nexport {}\n${READERS}`)
    }
    // There, the package's own name leads to its build, as it does for whoever installed it.
    for (const module of ["node16", "preserve --moduleResolution bundler"]) {
      const options = `--noEmit --strict --skipLibCheck --target es2022 --types node --module ${module}`
      await shell(`npx tsc ${options} pages/*.ts`, tarball.built)
    }
  })
})

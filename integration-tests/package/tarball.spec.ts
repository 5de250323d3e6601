import { readFileSync } from "node:fs"
import { builtinModules } from "node:module"
import path from "node:path"
import { PROJECT_ROOT } from "../../scripts/lib/paths"
import { useScratch, type Scratch } from "./lib/scratch"
import { shell } from "./lib/shell"

const SERVER = ".medusa/server/src/"

interface Manifest {
  name: string
  exports: Record<string, unknown>
  dependencies: Record<string, string>
  peerDependencies: Record<string, string>
}

let scratch: Scratch
let manifest: Manifest

beforeAll(async () => {
  scratch = await useScratch()
  manifest = JSON.parse(
    readFileSync(path.join(scratch.tarball.built, "package.json"), "utf8")
  ) as Manifest
}, 600_000)

/** What stands for a star in `exports`, for as many entries as there are files. */
function entriesOf(pattern: string): string[] {
  const folders = (below: string) =>
    scratch.tarball.files.flatMap((file) => {
      const found = new RegExp(`^${SERVER}${below}/([^/]+)/index\\.js$`).exec(file)
      return found?.[1] ? [found[1]] : []
    })
  if (!pattern.includes("*")) return [pattern]
  return folders("modules").map((one) => pattern.replace("*", one))
}

interface CheckedExports {
  typed: boolean
  problems: { kind: string; entrypoint?: string; resolutionKind?: string; fileName?: string }[]
  resolutions: { entry: string; kind: string; file: string | null }[]
  /** Of publint. */
  messages: unknown[]
}

async function checkExports(tarball: string, entries: string[]): Promise<CheckedExports> {
  const program = path.join(__dirname, "lib", "check-exports.mjs")
  const words = [program, tarball, ...entries].map((word) => JSON.stringify(word))
  const { output } = await shell(`node ${words.join(" ")}`, PROJECT_ROOT)
  return JSON.parse(output) as CheckedExports
}

describe("the tarball", () => {
  it("carries compiled sources with their types, and nothing else", () => {
    const { files } = scratch.tarball
    const stray = files.filter(
      (file) =>
        file.includes("__tests__") ||
        (!["package.json", "README.md", "LICENSE"].includes(file) &&
          !/^\.medusa\/server\/src\/.+(\.js|\.mjs|\.d\.ts|\.json)$/.test(file))
    )
    expect(stray).toEqual([])
    expect(
      files.filter((file) => /\b(tests?|specs?|fixtures?|bench|seed|demo)\b/.test(file))
    ).toEqual([])
    const untyped = files.filter(
      (file) =>
        file.endsWith(".js") &&
        !file.startsWith(`${SERVER}admin/`) &&
        !files.includes(file.replace(/\.js$/, ".d.ts"))
    )
    expect(untyped).toEqual([])
  })

  it("carries every folder that Medusa loads, and the scripts that a merchant runs", () => {
    const has = (start: string) =>
      scratch.tarball.files.some((file) => file.startsWith(SERVER + start))
    const wanted = [
      "api/",
      "subscribers/",
      "jobs/",
      "admin/",
      "links/",
      "policies/",
      "workflows/hooks/",
      "modules/ledger/",
    ]
    expect(wanted.filter((start) => !has(start))).toEqual([])
    expect(has("modules/ledger/migrations/Migration")).toBe(true)
    expect(has("scripts/reconcile.js")).toBe(true)
  })

  it("declares every package that it requires", () => {
    const declared = [
      ...Object.keys(manifest.dependencies),
      ...Object.keys(manifest.peerDependencies),
    ]
    const required = new Set(
      scratch.tarball.files
        .filter((file) => /\.m?js$/.test(file))
        .flatMap((file) => {
          const text = readFileSync(path.join(scratch.tarball.built, file), "utf8")
          const found = text.matchAll(
            /(?:\brequire\(|\bfrom |\bimport\(|^import )["']([^."'][^"']*)["']/gm
          )
          return [...found].map(([, name = ""]) => name)
        })
        .filter((name) => !name.startsWith("node:") && !builtinModules.includes(name))
        .map((name) =>
          name
            .split("/")
            .slice(0, name.startsWith("@") ? 2 : 1)
            .join("/")
        )
    )
    expect(required.size).toBeGreaterThan(5)
    expect([...required].filter((name) => !declared.includes(name))).toEqual([])
  })
})

describe("every entry of exports", () => {
  it("resolves with its types, for publint and for every way that TypeScript resolves", async () => {
    const entries = Object.keys(manifest.exports).flatMap(entriesOf)
    const checked = await checkExports(scratch.tarball.file, entries)
    expect(checked.typed).toBe(true)
    expect(checked.messages).toEqual([])
    const problems = checked.problems.filter(
      // Medusa loads a module by its default export, in CommonJS. The admin bundle is for
      // Medusa's dashboard, which asks for no types.
      ({ kind, fileName, entrypoint }) =>
        !(kind === "CJSOnlyExportsDefault" && /\/modules\/\w+\/index\.js$/.test(fileName ?? "")) &&
        entrypoint !== "./admin"
    )
    expect(problems).toEqual([])
    const modern = checked.resolutions.filter(({ kind }) => kind !== "node10")
    expect(new Set(modern.map(({ kind }) => kind))).toEqual(
      new Set(["node16-cjs", "node16-esm", "bundler"])
    )
    expect(modern).toHaveLength(entries.length * 3)
    expect(modern.filter(({ file }) => file === null)).toEqual([])
  })

  it("loads in the store that installed it, with require and with import", async () => {
    const specifiers = Object.keys(manifest.exports)
      .flatMap(entriesOf)
      .filter((entry) => entry !== "./admin") // a bundle for browsers
      .map((entry) => path.posix.join(manifest.name, entry))
    const load = `
      import { createRequire } from "node:module"
      const require = createRequire(import.meta.url)
      for (const name of ${JSON.stringify(specifiers)}) {
        const required = require(name)
        const imported = await import(name, name.endsWith(".json") ? { with: { type: "json" } } : {})
        console.log(name, Object.keys(required).length > 0, Object.keys(imported).length > 0)
      }`
    const { output } = await shell(
      `node --no-warnings --input-type=module -e '${load}'`,
      scratch.store
    )
    expect(output.trim().split("\n")).toEqual(specifiers.map((name) => `${name} true true`))
  })
})

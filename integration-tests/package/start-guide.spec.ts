import { readFileSync } from "node:fs"
import { START_GUIDE, useScratch, type Scratch } from "./lib/scratch"
import { readFences } from "./lib/fences"

let scratch: Scratch

beforeAll(async () => {
  scratch = await useScratch()
}, 600_000)

describe("the start guide, followed word for word in a fresh folder", () => {
  it("goes through to its end", () => {
    // Whatever fails stops it: each block was typed, written, started or compared.
    const blocks = readFences(START_GUIDE).filter((fence) => fence.use !== "output")
    expect(scratch.guide).toHaveLength(blocks.length)
    const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`
    const times = scratch.guide.map(({ said, ms }) => `${seconds(ms)}  ${said.split("\n")[0]}`)
    console.info([`built and packed: ${seconds(scratch.packMs)}`, ...times].join("\n"))
  })

  it("shows what it says that it shows", () => {
    const shown = scratch.guide.filter((step) => step.expected !== undefined)
    expect(shown).not.toHaveLength(0)
    for (const step of shown) expect(step.output).toBe(step.expected)
  })

  it("installs the package from the registry, not from this repository", () => {
    const lock = JSON.parse(readFileSync(`${scratch.store}/package-lock.json`, "utf8")) as {
      packages: Record<string, { version?: string; link?: boolean; integrity?: string }>
    }
    const installed = lock.packages["node_modules/medusa-plugin-holdfast"]
    expect(installed?.link).toBeUndefined()
    expect(installed?.integrity).toMatch(/^sha512-/)
    // One Medusa for both: a second copy would have a container and hooks of its own.
    const medusas = Object.keys(lock.packages).filter((path) =>
      path.endsWith("node_modules/@medusajs/framework")
    )
    expect(medusas).toEqual(["node_modules/@medusajs/framework"])
  })
})

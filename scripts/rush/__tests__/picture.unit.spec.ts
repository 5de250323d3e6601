import { readFileSync } from "node:fs"
import path from "node:path"
import { PROJECT_ROOT } from "../../lib/paths"
import { drawRush, type Comparison } from "../picture"

const read = (file: string): string => readFileSync(path.join(PROJECT_ROOT, file), "utf8")

const recorded = JSON.parse(read("bench/results/rush.json")) as Comparison
const svg = drawRush(recorded)
const sides = [recorded.stock, recorded.holdfast]

const count = (pattern: RegExp): number => [...svg.matchAll(pattern)].length

describe("the picture of the rush", () => {
  it("in the docs is drawn from the run that is recorded", () => {
    expect(read("docs/assets/rush.svg")).toBe(svg)
  })

  it("has a dot for each shopper, in the colour of how the visit ended", () => {
    const shoppers = sides.flatMap(({ timeline }) => timeline)
    expect(count(/<circle class="(ordered|told|late|failed) /g)).toBe(shoppers.length)
    const orders = shoppers.filter(({ outcome }) => outcome === "ordered")
    expect(orders.length).toBeGreaterThan(0)
    expect(count(/<circle class="ordered /g)).toBe(orders.length)
  })

  it("ends on the figures of the result, also where motion is not wanted", () => {
    // Figures without `gone` are shown without motion, and remain at the animation's end.
    const lasting = [...svg.matchAll(/class="figure ([^"]*)">(\d+)</g)].filter(
      ([, classes = ""]) => !classes.includes("gone")
    )
    const figures = lasting.map(([, , value]) => Number(value))
    expect(figures).toEqual(
      sides.flatMap(({ orders, failed, gave_up, timeline }) => {
        const refused = timeline.filter(({ outcome }) => outcome === "refused")
        const told = refused.filter(({ promised_ms }) => promised_ms === null).length
        const kinds = [told, refused.length - told].filter((number) => number > 0)
        return [orders, ...kinds, failed + gave_up]
      })
    )
    const [style = ""] = svg.match(/<style>[^]*<\/style>/) ?? []
    const [still = "", moving = ""] = style.split("@media (prefers-reduced-motion:no-preference)")
    expect(moving).toContain("@keyframes")
    expect(still).not.toMatch(/@keyframes|animation/)
  })

  it("is a well-formed document that needs nothing else, of less than 200 kB", () => {
    expect(Buffer.byteLength(svg)).toBeLessThan(200_000)
    expect(svg).not.toMatch(/<script|@import|@font-face|\bhref=|url\((?!#)/)
    const open: string[] = []
    for (const [, end, name = "", empty] of svg.matchAll(/<(\/?)([\w]+)[^<>]*?(\/?)>/g)) {
      if (end) expect(open.pop()).toBe(name)
      else if (!empty) open.push(name)
    }
    expect(open).toEqual([])
  })

  it("says in words what it shows", () => {
    expect(svg).toMatch(/role="img" aria-labelledby="title desc"/)
    for (const { orders } of sides) {
      expect(svg).toMatch(new RegExp(`<desc id="desc">[^<]*\\b${orders} orders`))
    }
  })
})

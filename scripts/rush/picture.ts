import type { RushResult, Visit } from "./result"

/** Two rushes of the same size, from which the README's picture is drawn. */
export interface Comparison {
  date: string
  medusa: string
  cores: number
  stock: RushResult
  holdfast: RushResult
}

const [WIDTH, HEIGHT] = [860, 380]
const PANEL = { width: 390, left: 24, gap: 32 }
const GRID = { top: 66, height: 98 }
const CHART = { top: 250, height: 66 }

/** The rush plays for this long, then its end is shown until it restarts. */
const PLAY_SECONDS = 9
const HOLD_SECONDS = 5
const LOOP_SECONDS = PLAY_SECONDS + HOLD_SECONDS
/** How often figures change; more would enlarge the file and be unreadable. */
const FRAMES = 60

/**
 * `told`: sold out before anything was in the cart. `late`: at the last step, with the unit in it.
 */
type Ending = "ordered" | "told" | "late" | "failed"
const ENDINGS: readonly Ending[] = ["ordered", "told", "late", "failed"]

const LABELS: Record<Ending, string> = {
  ordered: "orders",
  told: "told it is sold out",
  late: "refused at checkout",
  failed: "server errors",
}

/**
 * An animated SVG without a script: a dot per shopper, and how many got a response. Where reduced
 * motion is preferred it shows the end.
 */
export function drawRush({ date, medusa, cores, stock, holdfast }: Comparison): string {
  const animation = new Animation(Math.max(lastAnswer(stock), lastAnswer(holdfast)))
  const right = PANEL.left + PANEL.width + PANEL.gap
  const panels = [
    panel(animation, PANEL.left, "Medusa as it ships", stock),
    panel(animation, right, "Medusa with Holdfast", holdfast),
  ]
  const title = `${stock.shoppers} shoppers go for ${stock.units} units at once, without and with Holdfast`
  const desc = `Medusa as it ships: ${inWords(stock)} With Holdfast: ${inWords(holdfast)}`
  const foot = `npm run rush: ${stock.shoppers} shoppers, ${stock.units} units, the same shop twice. Recorded ${date}, Medusa ${medusa}, ${cores} cores.`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${title}</title>`,
    `<desc id="desc">${desc}</desc>`,
    `<style>${COLOURS}${animation.css()}</style>`,
    `<rect class="card" x=".5" y=".5" width="${WIDTH - 1}" height="${HEIGHT - 1}" rx="10"/>`,
    ...panels,
    `<path class="rule" d="M${right - PANEL.gap / 2} 24V${CHART.top + CHART.height}"/>`,
    text(PANEL.left, HEIGHT - 14, "foot", foot),
    ...legend(WIDTH - 176, HEIGHT - 14),
    "</svg>\n",
  ].join("\n")
}

function legend(x: number, y: number): string[] {
  const entry = (at: number, colour: string, label: string) =>
    `<circle class="${colour}" cx="${at}" cy="${y - 4}" r="5"/>${text(at + 10, y, "foot", label)}`
  return [entry(x, "waiting", "waiting"), entry(x + 76, "promised", "in the cart")]
}

function panel(animation: Animation, x: number, name: string, result: RushResult): string {
  const { timeline } = result
  const end = x + PANEL.width
  const clock = animation.figures(
    (ms) => `${(Math.min(ms, lastAnswer(result)) / 1000).toFixed(1)} s`
  )
  return [
    "<g>",
    text(x, 44, "name", name),
    ...clock.map(({ shown, value }) => text(end, 44, `clock ${shown}`, value)),
    ...dots(animation, x, timeline),
    ...counters(animation, x, timeline),
    chart(animation, x, timeline),
    "</g>",
  ].join("\n")
}

function counters(animation: Animation, x: number, timeline: Visit[]): string[] {
  const shown = ENDINGS.filter(
    (ending) => ending === "ordered" || ending === "failed" || countOf(ending, timeline) > 0
  )
  return shown.flatMap((ending, index) => {
    const at = x + index * (PANEL.width / Math.max(3, shown.length))
    const figures = animation.figures((ms) => String(countOf(ending, timeline, ms)))
    return [
      ...figures.map(({ shown, value }) =>
        text(at, 202, `figure ${value === "0" ? "none" : ending} ${shown}`, value)
      ),
      text(at, 220, "label", LABELS[ending]),
    ]
  })
}

const countOf = (ending: Ending, timeline: Visit[], ms = Infinity): number =>
  timeline.filter((visit) => endingOf(visit) === ending && visit.ended_ms <= ms).length

/** Equal endings are adjacent, so that the last frame forms a bar. */
function dots(animation: Animation, x: number, timeline: Visit[]): string[] {
  const sorted = [...timeline].sort(
    (a, b) => ENDINGS.indexOf(endingOf(a)) - ENDINGS.indexOf(endingOf(b)) || a.ended_ms - b.ended_ms
  )
  let columns = 25
  while (Math.ceil(sorted.length / columns) * (PANEL.width / columns) > GRID.height) columns++
  const pitch = PANEL.width / columns
  return sorted.map((visit, index) => {
    const cx = round(x + ((index % columns) + 0.5) * pitch)
    const cy = round(GRID.top + (Math.floor(index / columns) + 0.5) * pitch)
    const ending = endingOf(visit)
    const steps: Step[] = [[0, "fill:var(--waiting)"]]
    if (visit.promised_ms !== null) steps.push([visit.promised_ms, "fill:var(--promised)"])
    steps.push([visit.ended_ms, `fill:var(--${ending})`])
    return `<circle class="${ending} ${animation.play(steps)}" cx="${cx}" cy="${cy}" r="${round(pitch * 0.36)}"/>`
  })
}

/** How many had a response by then, stacked. */
function chart(animation: Animation, x: number, timeline: Visit[]): string {
  const bottom = CHART.top + CHART.height
  const height = (count: number) => round(bottom - (count / timeline.length) * CHART.height)
  const moments = animation.moments
  const at = (index: number) => round(x + (index / (moments.length - 1)) * PANEL.width)
  const stacked = (endings: readonly Ending[]) =>
    moments.map((ms) => endings.reduce((sum, one) => sum + countOf(one, timeline, ms), 0))
  const areas = ENDINGS.map((ending, index) => {
    const line = stacked(ENDINGS.slice(0, index + 1)).map((count, i) => `${at(i)} ${height(count)}`)
    return `<path class="${ending}" d="M${x} ${bottom}L${line.join("L")}V${bottom}Z"/>`
  })
  const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`
  const ticks = [0, 0.5, 1].map((share) =>
    text(
      x + share * PANEL.width,
      bottom + 15,
      share === 0 ? "tick" : share === 1 ? "tick last" : "tick middle",
      share === 0 ? "0" : seconds(share * animation.lengthMs)
    )
  )
  const clip = `clip${x}`
  return [
    text(x, CHART.top - 6, "tick", `answered so far, of ${timeline.length}`),
    `<clipPath id="${clip}"><rect class="sweep" x="${x}" y="${CHART.top - 2}" width="${PANEL.width}" height="${CHART.height + 4}"/></clipPath>`,
    // The highest area is drawn first.
    `<g clip-path="url(#${clip})">${areas.reverse().join("")}</g>`,
    `<path class="rule" d="M${x} ${bottom}h${PANEL.width}"/>`,
    ...ticks,
  ].join("\n")
}

type Step = [ms: number, declaration: string]

/** Collects keyframes and shares equal ones. */
class Animation {
  readonly moments: number[]
  private readonly names = new Map<string, string>()

  constructor(readonly lengthMs: number) {
    this.moments = Array.from({ length: FRAMES + 1 }, (_, i) => (i / FRAMES) * lengthMs)
  }

  /** Returns the class for these steps; each is held until the next, and the last one stays. */
  play(steps: Step[]): string {
    const frames = steps.map(([ms, declaration]) => `${this.percent(ms)}%{${declaration}}`).join("")
    const known = this.names.get(frames)
    if (known) return known
    const name = `k${this.names.size.toString(36)}`
    this.names.set(frames, name)
    return name
  }

  /** A text for each value of a figure; without motion only the last is shown. */
  figures(valueAt: (ms: number) => string): { shown: string; value: string }[] {
    const values: { from: number; value: string }[] = []
    for (const ms of this.moments) {
      const value = valueAt(ms)
      if (values.at(-1)?.value !== value) values.push({ from: ms, value })
    }
    return values.map(({ from, value }, index) => {
      const next = values[index + 1]
      const steps: Step[] = [[0, `visibility:${from === 0 ? "visible" : "hidden"}`]]
      if (from > 0) steps.push([from, "visibility:visible"])
      if (next) steps.push([next.from, "visibility:hidden"])
      return { shown: `${next ? "gone " : ""}${this.play(steps)}`, value }
    })
  }

  css(): string {
    const rules = [...this.names].map(
      ([frames, name]) => `@keyframes ${name}{${frames}}.${name}{animation-name:${name}}`
    )
    const play = (PLAY_SECONDS / LOOP_SECONDS) * 100
    return [
      "@media (prefers-reduced-motion:no-preference){",
      `[class*=" k"]{animation-duration:${LOOP_SECONDS}s;animation-iteration-count:infinite;animation-timing-function:step-end}`,
      ...rules,
      `@keyframes sweep{0%{transform:scaleX(0)}${round(play)}%,100%{transform:none}}`,
      `.sweep{transform-box:fill-box;animation:sweep ${LOOP_SECONDS}s linear infinite}`,
      "}",
    ].join("\n")
  }

  /** In steps of a fifth of a percent, so that many shoppers share keyframes. */
  private percent(ms: number): number {
    const share = (ms / this.lengthMs) * (PLAY_SECONDS / LOOP_SECONDS)
    return round(Math.round(share * 500) / 5)
  }
}

const COLOURS = `
svg{--card:#fff;--ink:#1f2328;--faint:#59636e;--rule:#d1d9e0;--waiting:#d8dee4;--promised:#54aeff;--ordered:#1a7f37;--told:#8c93c4;--late:#d4a72c;--failed:#cf222e;font-family:-apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif}
@media (prefers-color-scheme:dark){svg{--card:#0d1117;--ink:#f0f6fc;--faint:#9198a1;--rule:#3d444d;--waiting:#30363d;--promised:#1f6feb;--ordered:#3fb950;--told:#646ba8;--late:#d29922;--failed:#f85149}}
.card{fill:var(--card);stroke:var(--rule)}
.rule{stroke:var(--rule);fill:none}
.ordered{fill:var(--ordered)}.told{fill:var(--told)}.late{fill:var(--late)}.failed{fill:var(--failed)}
text{fill:var(--ink);font-variant-numeric:tabular-nums}
.name{font-size:17px;font-weight:600}
.clock{font-size:15px;text-anchor:end;fill:var(--faint)}
.figure{font-size:28px;font-weight:600}
.figure.none,.label{fill:var(--faint)}
.label{font-size:13px}
.waiting{fill:var(--waiting)}.promised{fill:var(--promised)}
.tick,.foot{font-size:11.5px;fill:var(--faint)}
.middle{text-anchor:middle}.last{text-anchor:end}
.gone{visibility:hidden}
`

function endingOf({ outcome, promised_ms }: Visit): Ending {
  if (outcome === "refused") return promised_ms === null ? "told" : "late"
  return outcome === "gave_up" ? "failed" : outcome
}

const lastAnswer = ({ timeline }: RushResult): number =>
  Math.max(1, ...timeline.map(({ ended_ms }) => ended_ms))

function inWords(result: RushResult): string {
  const parts = ENDINGS.map((ending) => `${countOf(ending, result.timeline)} ${LABELS[ending]}`)
  return `${parts.join(", ")}, after ${(lastAnswer(result) / 1000).toFixed(1)} seconds.`
}

function text(x: number, y: number, classes: string, content: string): string {
  return `<text x="${round(x)}" y="${y}" class="${classes}">${content}</text>`
}

const round = (value: number): number => Math.round(value * 10) / 10

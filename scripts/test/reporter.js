const { readFileSync } = require("node:fs")
const path = require("node:path")
const Table = require("cli-table3")

const SLOWEST = 10
const SHARED = "shared stores"
/** What jest says instead of failing when a worker does not end by itself. */
const STUCK = "A worker process has failed to exit gracefully"

/** Ends every run with a table: what was tested, for how long, and at the cost of which boots. */
module.exports = class RunReporter {
  #files = []
  #stuck = false

  constructor({ rootDir }) {
    this.rootDir = rootDir
  }

  onRunStart() {
    const write = console.error.bind(console)
    console.error = (...words) => {
      this.#stuck ||= String(words[0]).includes(STUCK)
      write(...words)
    }
  }

  onTestResult({ context, path: file }, result) {
    this.#files.push({
      project: context.config.displayName?.name ?? "",
      file: path.relative(this.rootDir, file),
      tests: result.numPassingTests + result.numFailingTests,
      seconds: result.perfStats.runtime / 1_000,
    })
  }

  onRunComplete() {
    const boots = readBoots()
    const table = new Table({
      head: ["project", "files", "tests", "seconds", "boots", "commands"],
      colAligns: ["left", "right", "right", "right", "right", "right"],
      style: { head: [], border: [] },
    })
    const add = (name, files, specs) => {
      const own = boots.filter(({ spec }) => specs.has(spec))
      const starts = own.filter(({ command }) => command === "start").length
      table.push([
        name,
        files.length,
        sum(files, "tests"),
        Math.round(sum(files, "seconds")),
        starts,
        own.length - starts,
      ])
    }
    const specsOf = (files) => new Set(files.map(({ file }) => file))
    for (const project of new Set(this.#files.map(({ project }) => project))) {
      const files = this.#files.filter((one) => one.project === project)
      add(project, files, specsOf(files))
    }
    if (boots.some(({ spec }) => spec === SHARED)) add(SHARED, [], new Set([SHARED]))
    add("all", this.#files, specsOf(this.#files).add(SHARED))
    const slowest = [...this.#files].sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST)
    const lines = slowest.map(({ file, seconds }) => `${seconds.toFixed(0).padStart(5)} s  ${file}`)
    process.stdout.write(`\n${table.toString()}\nThe slowest:\n${lines.join("\n")}\n`)
  }

  getLastError() {
    if (this.#stuck) return new Error("A spec keeps its worker from ending: an open handle.")
  }
}

const sum = (rows, key) => rows.reduce((total, row) => total + row[key], 0)

function readBoots() {
  const log = process.env.HOLDFAST_TEST_RUN
  try {
    const lines = readFileSync(log, "utf8").split("\n").filter(Boolean)
    return lines.map((line) => JSON.parse(line))
  } catch {
    return [] // nothing was started
  }
}

import { Presets, SingleBar } from "cli-progress"

/** Progress of a phase, on stderr: stdout is for the result. */
export interface Progress {
  say(line: string): void
  start(phase: string, total: number): void
  /** @param note what to show beside the bar, such as how many units are sold. */
  tick(note?: string): void
  end(): void
}

export function createProgress(live: boolean): Progress {
  return live && process.stderr.isTTY ? liveBars() : plainLines()
}

function plainLines(): Progress {
  let phase = ""
  let total = 0
  let done = 0
  let started = 0
  let last = ""
  const say = (line: string) => process.stderr.write(`${line}\n`)
  return {
    say,
    start(name, of) {
      ;[phase, total, done, started, last] = [name, of, 0, Date.now(), ""]
    },
    tick(note = last) {
      done++
      last = note
    },
    end() {
      const seconds = ((Date.now() - started) / 1000).toFixed(1)
      say(`${phase}: ${done} of ${total} in ${seconds} s${last && `; ${last}`}`)
    },
  }
}

function liveBars(): Progress {
  let bar: SingleBar | undefined
  // Restores the terminal's cursor.
  process.once("exit", () => bar?.stop())
  return {
    say: (line) => process.stderr.write(`${line}\n`),
    start(phase, total) {
      bar = new SingleBar(
        {
          format: `${phase.padEnd(26)} {bar} {value}/{total}  {duration_formatted}  {note}`,
          stream: process.stderr,
          hideCursor: true,
        },
        Presets.shades_classic
      )
      bar.start(total, 0, { note: "" })
    },
    tick: (note) => bar?.increment(1, note === undefined ? {} : { note }),
    end() {
      bar?.stop()
      bar = undefined
    },
  }
}

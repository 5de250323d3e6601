import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs"
import path from "node:path"

/** A command of Medusa's CLI that a test run started: `start` is a store, all others end. */
export interface Boot {
  spec: string
  pid: number
  command: string
}

/** Both in the environment of a run's workers, and so of every process that a spec starts. */
const LOG = "HOLDFAST_TEST_RUN"
const SPEC = "HOLDFAST_TEST_SPEC"

/** The same in all workers: the process id of the run itself. */
export const runName = (): string => path.parse(process.env[LOG] ?? "").name

/** What a test run starts is written down here. */
export function openRunLog(file: string): void {
  process.env[LOG] = file
}

export function noteSpec(env: NodeJS.ProcessEnv, spec: string): void {
  env[SPEC] = spec
}

/** Called for every command of Medusa's CLI; outside a test run it does nothing. */
export function noteBoot(pid: number | undefined, command = ""): void {
  const { [LOG]: log, [SPEC]: spec = "shared stores" } = process.env
  if (!log || pid === undefined) return
  appendFileSync(log, `${JSON.stringify({ spec, pid, command } satisfies Boot)}\n`)
}

export function readBoots(): Boot[] {
  const log = process.env[LOG]
  if (!log || !existsSync(log)) return []
  const lines = readFileSync(log, "utf8").split("\n").filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Boot)
}

/** Kills what a spec started and left running. @returns the commands. */
export function endLeftovers(spec: string): string[] {
  const left = readBoots().filter((boot) => boot.spec === spec && isOurs(boot.pid))
  for (const { pid } of left) {
    try {
      process.kill(-pid, "SIGKILL")
    } catch {
      // It has just ended.
    }
  }
  return left.map(({ command, pid }) => `medusa ${command} (process ${pid})`)
}

/** Not another process that got the number of one which ended. */
function isOurs(pid: number): boolean {
  if (!isAlive(pid)) return false
  return !existsSync("/proc/self/environ") || readProc(String(pid), "environ").includes(mark())
}

const mark = (): string => `${LOG}=${process.env[LOG]}`

/** Living processes that this run started, by the mark in their environment. */
export function findLeftovers(): string[] {
  if (!existsSync("/proc/self/environ")) return []
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => readProc(pid, "environ").includes(mark()))
    .map((pid) => `${readProc(pid, "cmdline").join(" ").trim()} (process ${pid})`)
}

function readProc(pid: string, file: "environ" | "cmdline"): string[] {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8").split("\0")
  } catch {
    return [] // it ended, or is not ours to read
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}

export function closeRunLog(): void {
  const log = process.env[LOG]
  if (log) rmSync(log, { force: true })
}

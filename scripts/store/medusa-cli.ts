import { spawn, type ChildProcess } from "node:child_process"
import "../lib/telemetry-off"
import { closeSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import { openLog } from "../lib/logs"
import { noteBoot } from "../test/run-log"
import { projectFolder, projectName, type Project } from "./projects"

const DIE_WITH_PARENT = path.join(__dirname, "die-with-parent.js")

export interface MedusaProcess {
  child: ChildProcess
  logFile: string
}

/** Never `NODE_OPTIONS`: every forked process would inherit a preload from it; see `preload`. */
export type Environment = Record<string, string | undefined> & { NODE_OPTIONS?: never }

/** Starts a Medusa CLI command in a project, with its output in `.holdfast/logs`. */
export function spawnMedusa(
  project: Project,
  args: string[],
  logName: string,
  env: Environment,
  preload?: string
): MedusaProcess {
  const log = openLog(logName)
  const child = spawnCli(project, args, env, log.descriptor, preload)
  // The child has its own copy of the descriptor.
  closeSync(log.descriptor)
  return { child, logFile: log.file }
}

/** Runs a Medusa CLI command in this terminal. Returns its exit code. */
export async function runMedusaHere(
  project: Project,
  args: string[],
  env: Environment
): Promise<number> {
  return exitCode(spawnCli(project, args, { NODE_ENV: "development", ...env }, "inherit"))
}

function spawnCli(
  project: Project,
  args: string[],
  env: Environment,
  output: number | "inherit",
  preload?: string
): ChildProcess {
  const folder = projectFolder(project)
  const preloads = ["-r", DIE_WITH_PARENT, ...(preload ? ["-r", preload] : [])]
  const child = spawn(process.execPath, [...preloads, cliOf(folder), ...args], {
    cwd: folder,
    env: {
      ...process.env,
      // Settings of whoever runs us (jest, a debugger) are not for a store.
      NODE_OPTIONS: "",
      JEST_WORKER_ID: undefined,
      NODE_ENV: "production",
      DISABLE_MEDUSA_ADMIN: "true",
      ...env,
    },
    // Its own process group: the command gets Ctrl-C, and stops its stores in order.
    detached: true,
    stdio: ["ignore", output, output, "ipc"],
  })
  noteBoot(child.pid, args[0])
  return child
}

/** The project's own CLI, so that a store outside this repository uses nothing of it. */
function cliOf(folder: string): string {
  const { resolve } = createRequire(path.join(folder, "package.json"))
  return path.join(path.dirname(resolve("@medusajs/cli/package.json")), "cli.js")
}

async function exitCode(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("exit", (code) => resolve(code ?? 1))
  })
}

/** The last error that Medusa logged, and where to read more. */
export function lastError(logFile: string): string {
  const lines = readFileSync(logFile, "utf8").trimEnd().split("\n")
  const error = lines.findLast((line) => line.includes('"level":"error"'))
  const text = error ? messageOf(error) : lines.slice(-5).join("\n")
  return `Its last error:\n${text}\nRead ${logFile}.`
}

function messageOf(line: string): string {
  try {
    return (JSON.parse(line) as { message: string }).message
  } catch {
    return line
  }
}

/** Runs a Medusa CLI command and throws if it fails. */
export async function runMedusa(project: Project, args: string[], env: Environment): Promise<void> {
  const name = `${projectName(project)}-${(args[0] ?? "medusa").replace(/\W/g, "-")}`
  const { child, logFile } = spawnMedusa(project, args, name, env)
  const code = await exitCode(child)
  if (code !== 0) {
    throw new Error(`"medusa ${args.join(" ")}" failed with code ${code}. ${lastError(logFile)}`)
  }
}

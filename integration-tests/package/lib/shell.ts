import { spawn, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { closeSync, readFileSync } from "node:fs"
import path from "node:path"
import { openLog } from "../../../scripts/lib/logs"

const ATTACHED = path.join(__dirname, "attached.js")

export type Environment = Record<string, string | undefined>

export interface Ran {
  code: number
  /** What it wrote to both its outputs. */
  output: string
  ms: number
}

/** Runs a shell command to its end, as a merchant's developer would in a terminal. */
export async function tryShell(command: string, cwd: string, env: Environment = {}): Promise<Ran> {
  const start = performance.now()
  const { child, logFile } = spawnShell(command, cwd, env)
  const [code] = (await once(child, "exit")) as [number | null]
  const output = readFileSync(logFile, "utf8")
  return { code: code ?? 1, output, ms: Math.round(performance.now() - start) }
}

/** The same for a command that must go well. */
export async function shell(command: string, cwd: string, env: Environment = {}): Promise<Ran> {
  const ran = await tryShell(command, cwd, env)
  if (ran.code !== 0) {
    throw new Error(`"${command}" failed with code ${ran.code}:\n${ran.output.slice(-3_000)}`)
  }
  return ran
}

/** Starts a shell command in a process group of its own, which ends with this process. */
export function spawnShell(
  command: string,
  cwd: string,
  env: Environment
): { child: ChildProcess; logFile: string } {
  const log = openLog(`shell-${command.replace(/\W+/g, "-").slice(0, 40)}-${Date.now()}`)
  const child = spawn(process.execPath, [ATTACHED, command], {
    cwd,
    env: { ...terminal(), ...env },
    detached: true,
    stdio: ["ignore", log.descriptor, log.descriptor, "ipc"],
  })
  closeSync(log.descriptor)
  return { child, logFile: log.file }
}

export function killShell({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, "SIGKILL")
  } catch {
    // It ended in the meantime.
  }
}

/**
 * The environment of a fresh terminal: without what jest and `npm test` put there for themselves.
 */
function terminal(): Environment {
  const ours =
    /^(npm_(config_local_prefix|package|lifecycle|command)|JEST_|NODE_ENV$|NODE_OPTIONS$|INIT_CWD$|DB_)/
  const inherited = Object.entries(process.env).filter(([name]) => !ours.test(name))
  return {
    ...Object.fromEntries(inherited),
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
    npm_config_prefer_offline: "true",
  }
}

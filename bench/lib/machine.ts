import { execFileSync } from "node:child_process"
import { cpus, totalmem } from "node:os"
import type { DatabaseServer } from "../../scripts/lib/database"
import { PROJECT_ROOT } from "../../scripts/lib/paths"
import { medusaVersion } from "../../scripts/store/projects"

/** What a figure means nothing without. */
export interface Machine {
  date: string
  commit: string
  node: string
  medusa: string
  cpu: string
  cores: number
  memory_gb: number
  postgres: string
  /** Settings that decide the cost of a commit. */
  postgres_settings: Record<string, string>
}

const SETTINGS = ["fsync", "synchronous_commit", "wal_sync_method", "shared_buffers"]

export async function describeMachine(server: DatabaseServer): Promise<Machine> {
  const settings = await server.query<{ name: string; setting: string }>(
    "select name, current_setting(name) as setting from pg_settings where name = any($1) order by name",
    [SETTINGS]
  )
  const [version] = await server.query<{ version: string }>(
    "select current_setting('server_version') as version"
  )
  return {
    date: new Date().toISOString(),
    commit: commit(),
    node: process.version,
    medusa: medusaVersion(),
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memory_gb: Math.round(totalmem() / 2 ** 30),
    postgres: version?.version ?? "unknown",
    postgres_settings: Object.fromEntries(settings.map(({ name, setting }) => [name, setting])),
  }
}

function commit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync("git", args, { cwd: PROJECT_ROOT, encoding: "utf8", stdio: "pipe" }).trim()
    const changed = git("status", "--porcelain", "--", "src", "bench") !== ""
    return git("rev-parse", "--short", "HEAD") + (changed ? " with changes" : "")
  } catch {
    return "unknown" // not a checkout
  }
}

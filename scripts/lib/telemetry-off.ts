import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import path from "node:path"
import { stateFolder } from "./paths"

/**
 * Import it before anything of Medusa: this process and its children read a config in which
 * telemetry is off. `MEDUSA_DISABLE_TELEMETRY` is not enough: Medusa still forks its sender
 * whenever a process exits (docs/internals/testing.md).
 */
const folder = stateFolder("config")
const file = path.join(folder, "medusa", "config.json")
if (!isOff()) {
  mkdirSync(path.dirname(file), { recursive: true })
  const half = `${file}.${process.pid}`
  writeFileSync(half, JSON.stringify({ telemetry: { enabled: false, machine_id: "holdfast" } }))
  // A process that read half a file would take telemetry for enabled.
  renameSync(half, file)
}
process.env.XDG_CONFIG_HOME = folder

/** Medusa's CLI keeps its own settings in this file too. */
function isOff(): boolean {
  try {
    const config = JSON.parse(readFileSync(file, "utf8")) as { telemetry?: { enabled?: boolean } }
    return config.telemetry?.enabled === false
  } catch {
    return false
  }
}

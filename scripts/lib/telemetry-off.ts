import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import path from "node:path"
import { stateFolder } from "./paths"

/**
 * Imported for its effect, before anything of Medusa: this process and those it starts read a
 * config folder of our own, in which telemetry is off. `MEDUSA_DISABLE_TELEMETRY` is not enough:
 * Medusa still forks its sender whenever a process exits (docs/internals/testing.md).
 */
const folder = stateFolder("config")
const file = path.join(folder, "medusa", "config.json")
if (!isOff()) {
  mkdirSync(path.dirname(file), { recursive: true })
  const half = `${file}.${process.pid}`
  writeFileSync(half, JSON.stringify({ telemetry: { enabled: false, machine_id: "holdfast" } }))
  // Whoever reads half a file takes it for an empty one, and telemetry for switched on.
  renameSync(half, file)
}
process.env.XDG_CONFIG_HOME = folder

/** Medusa's CLI keeps settings of its own in the same file. */
function isOff(): boolean {
  try {
    const config = JSON.parse(readFileSync(file, "utf8")) as { telemetry?: { enabled?: boolean } }
    return config.telemetry?.enabled === false
  } catch {
    return false
  }
}

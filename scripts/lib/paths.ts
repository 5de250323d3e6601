import { mkdirSync } from "node:fs"
import path from "node:path"

export const PROJECT_ROOT = path.resolve(__dirname, "..", "..")

/** What our commands write: ignored by git, and safe to delete while none of them runs. */
export const STATE_FOLDER = path.join(PROJECT_ROOT, ".holdfast")

/** A folder in `.holdfast`, created if missing. */
export function stateFolder(...parts: string[]): string {
  const folder = path.join(STATE_FOLDER, ...parts)
  mkdirSync(folder, { recursive: true })
  return folder
}

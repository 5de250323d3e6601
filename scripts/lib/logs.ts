import { openSync, readdirSync, rmSync, statSync } from "node:fs"
import path from "node:path"
import { stateFolder } from "./paths"

/** Every store that a test starts writes one log. */
const KEPT = 60

export interface LogFile {
  file: string
  descriptor: number
}

/** Opens an empty log in `.holdfast/logs` and deletes the oldest ones. */
export function openLog(name: string): LogFile {
  const folder = stateFolder("logs")
  forgetOldest(folder)
  const file = path.join(folder, `${name}.log`)
  return { file, descriptor: openSync(file, "w") }
}

function forgetOldest(folder: string): void {
  const newestFirst = readdirSync(folder)
    .map((name) => path.join(folder, name))
    .map((file) => ({ file, at: statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.at - a.at)
  for (const { file } of newestFirst.slice(KEPT)) rmSync(file, { force: true })
}

import { readFileSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import { stateFolder } from "../lib/paths"

/** Notes where the scratch store of this test run lies, for the specs that share it and for the one that clears up. */
const note = () => path.join(stateFolder(), "scratch.json")

interface Note<Content> {
  /** The test run that it belongs to. */
  pid: number
  folder: string
  /** Absent while it is being made. */
  content?: Content
}

/** What was noted by this test run. What another one left behind is removed. */
export function readScratch<Content>(): Content | undefined {
  const found = read<Content>()
  if (found?.content && isMine(found)) return found.content
  dropScratch()
  return undefined
}

export function writeScratch<Content>(scratch: Omit<Note<Content>, "pid">): void {
  writeFileSync(note(), JSON.stringify({ ...scratch, pid: process.pid }))
}

export function dropScratch(): void {
  const found = read<unknown>()
  if (found) rmSync(found.folder, { recursive: true, force: true })
  rmSync(note(), { force: true })
}

/** `HOLDFAST_KEEP_SCRATCH=true` keeps it from run to run while one works on these specs. */
export const keepsScratch = (): boolean => process.env.HOLDFAST_KEEP_SCRATCH === "true"

const isMine = ({ pid }: { pid: number }): boolean => pid === process.pid || keepsScratch()

function read<Content>(): Note<Content> | undefined {
  try {
    return JSON.parse(readFileSync(note(), "utf8")) as Note<Content>
  } catch {
    return undefined
  }
}

import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import { stateFolder } from "../lib/paths"
import { isAlive, runName } from "./run-log"

/** `HOLDFAST_KEEP_SCRATCH=true` keeps the store from run to run while one works on these specs. */
const KEPT = process.env.HOLDFAST_KEEP_SCRATCH === "true"

interface Note<Content> {
  folder: string
  /** Absent while it is being made. */
  content?: Content
  /** Why it could not be made. */
  failed?: string
}

/**
 * Where a test run notes its scratch store: for the specs that share it and for whoever clears up.
 */
const noteOf = (owner: string): string => path.join(stateFolder("scratch"), `${owner}.json`)
const mine = noteOf(KEPT ? "kept" : runName())

/**
 * What was noted by this test run.
 *
 * @throws Error when it tried already and failed: the next spec would only fail in the same way,
 * minutes later.
 */
export function readScratch<Content>(): Content | undefined {
  const found = read<Content>(mine)
  if (found?.failed) throw new Error(found.failed)
  return found?.content
}

export function writeScratch<Content>(note: Note<Content>): void {
  writeFileSync(mine, JSON.stringify(note))
}

/** Removes this run's store, and those of runs that were killed. */
export function dropScratch(): void {
  if (!KEPT) drop(mine)
  for (const name of readdirSync(stateFolder("scratch"))) {
    const owner = path.parse(name).name
    if (owner !== "kept" && !isAlive(Number(owner))) drop(noteOf(owner))
  }
}

function drop(note: string): void {
  const found = read<unknown>(note)
  if (found) rmSync(found.folder, { recursive: true, force: true })
  rmSync(note, { force: true })
}

function read<Content>(note: string): Note<Content> | undefined {
  try {
    return JSON.parse(readFileSync(note, "utf8")) as Note<Content>
  } catch {
    return undefined
  }
}

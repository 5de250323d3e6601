import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { openDatabaseServer } from "../../../scripts/lib/database"
import { dropScratch, readScratch, writeScratch } from "../../../scripts/test/scratch-folder"
import { followGuide, type Step } from "./guide"
import { openRegistry } from "./registry"
import { packPlugin, type Tarball } from "./tarball"

export const START_GUIDE = "docs/start/README.md"

export interface Scratch {
  folder: string
  tarball: Tarball
  /** The store that the start guide made, with the plugin installed from the tarball. */
  store: string
  guide: Step[]
  /** Milliseconds for building and packing. */
  packMs: number
}

/**
 * A store outside this repository, so that it cannot use our files, made once per test
 * run by following the start guide with the package as it will be published. All specs of the
 * package share it.
 */
export async function useScratch(): Promise<Scratch> {
  const server = await openDatabaseServer()
  try {
    // Another worker may be making it.
    return await server.exclusively("holdfast scratch", makeScratch)
  } finally {
    await server.close()
  }
}

async function makeScratch(): Promise<Scratch> {
  const known = readScratch<Scratch>()
  if (known) return known
  dropScratch() // what killed runs left behind
  const folder = mkdtempSync(path.join(tmpdir(), "holdfast-package-"))
  writeScratch({ folder })
  try {
    const start = performance.now()
    const tarball = await packPlugin(folder)
    const packMs = Math.round(performance.now() - start)
    const guide = await followStartGuide(folder, tarball)
    const scratch = { folder, tarball, store: path.join(folder, "my-store"), guide, packMs }
    writeScratch({ folder, content: scratch })
    return scratch
  } catch (error) {
    writeScratch({ folder, failed: error instanceof Error ? error.message : String(error) })
    throw error
  }
}

async function followStartGuide(folder: string, tarball: Tarball): Promise<Step[]> {
  const server = await openDatabaseServer()
  const database = `holdfast_throwaway_guide_${process.pid}`
  const unlock = await server.tryLock(database)
  const registry = await openRegistry(tarball)
  try {
    await server.drop(database)
    const databaseUrl = await server.create(database)
    return await followGuide(START_GUIDE, { folder, databaseUrl, registry: registry.url })
  } finally {
    await registry.close()
    await server.drop(database)
    await unlock?.()
    await server.close()
  }
}

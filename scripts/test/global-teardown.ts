import { setTimeout as delay } from "node:timers/promises"
import { closeRunLog, findLeftovers } from "./run-log"
import { takeKept } from "./run-resources"
import { dropScratch } from "./scratch-folder"

const GRACE_MS = 5_000
/** By then, a run that nothing keeps from ending has ended. */
const EXIT_MS = 15_000

export default async function globalTeardown(): Promise<void> {
  dropScratch()
  const { stores, server } = takeKept() ?? {}
  try {
    await stores?.close()
    await expectNoLeftovers()
  } finally {
    closeRunLog()
    await server?.close()
    setTimeout(() => {
      const kept = process.getActiveResourcesInfo().join(", ")
      process.stderr.write(`The test run does not end. It still has: ${kept}.\n`)
      process.exit(1)
    }, EXIT_MS).unref()
  }
}

async function expectNoLeftovers(): Promise<void> {
  const end = Date.now() + GRACE_MS
  while (findLeftovers().length && Date.now() < end) await delay(100)
  const left = findLeftovers()
  if (left.length) throw new Error(`The test run left processes behind:\n${left.join("\n")}`)
}

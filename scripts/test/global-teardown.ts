import { dropScratch } from "./scratch-folder"
import { takeKept } from "./shared-server"

export default async function globalTeardown(): Promise<void> {
  dropScratch()
  await takeKept()?.close()
}

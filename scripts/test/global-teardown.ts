import { dropScratch, keepsScratch } from "./scratch-folder"
import { takeKept } from "./shared-server"

export default async function globalTeardown(): Promise<void> {
  if (!keepsScratch()) dropScratch()
  await takeKept()?.close()
}

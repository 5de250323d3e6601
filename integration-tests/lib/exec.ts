import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { spawnMedusa } from "../../scripts/store/medusa-cli"
import type { StoreUnderTest } from "./store-under-test"

/** Runs a script with `medusa exec` on the store's database, as a merchant would. @returns its exit code and output. */
export async function execScript(
  store: StoreUnderTest,
  file: string,
  ...words: string[]
): Promise<{ code: number; log: string }> {
  const name = `exec-${file.replace(/\W+/g, "-")}-${Date.now()}`
  const { child, logFile } = spawnMedusa("holdfast", ["exec", file, ...words], name, {
    DATABASE_URL: store.databaseUrl,
  })
  const [code] = (await once(child, "exit")) as [number]
  return { code, log: await readFile(logFile, "utf8") }
}

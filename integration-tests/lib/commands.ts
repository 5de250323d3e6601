import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { spawnMedusa } from "../../scripts/store/medusa-cli"
import type { Project } from "../../scripts/store/projects"
import type { StoreUnderTest } from "./store-under-test"

/**
 * Runs a script with `medusa exec` on the store's database, as a merchant would. @returns its exit
 * code and output.
 */
export async function execScript(
  store: StoreUnderTest,
  file: string,
  ...words: string[]
): Promise<{ code: number; log: string }> {
  return execIn("holdfast", store, file, ...words)
}

/** The same in a store that lies elsewhere. */
export async function execIn(
  project: Project,
  store: Pick<StoreUnderTest, "databaseUrl">,
  file: string,
  ...words: string[]
): Promise<{ code: number; log: string }> {
  const name = `exec-${file.replace(/\W+/g, "-").slice(-40)}-${Date.now()}`
  const { child, logFile } = spawnMedusa(project, ["exec", file, ...words], name, {
    DATABASE_URL: store.databaseUrl,
  })
  const [code] = (await once(child, "exit")) as [number]
  return { code, log: await readFile(logFile, "utf8") }
}

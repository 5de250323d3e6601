import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { spawnMedusa } from "../../scripts/store/medusa-cli"
import type { StoreUnderTest } from "./store-under-test"

/** Runs the script as a merchant would. @returns its exit code and the differences that it printed. */
export async function runReconcile(
  store: StoreUnderTest,
  ...words: string[]
): Promise<{ code: number; findings: string[] }> {
  const { child, logFile } = spawnMedusa("holdfast", ["exec", "./src/scripts/reconcile.ts", ...words], "reconcile", {
    DATABASE_URL: store.databaseUrl,
  })
  const [code] = (await once(child, "exit")) as [number]
  const log = await readFile(logFile, "utf8")
  const findings = [...log.matchAll(/holdfast reconcile: (\w+_\w+): ([^"]*)/g)].map(([, kind, text]) => `${kind}: ${text}`)
  if (!log.includes("holdfast reconcile:")) throw new Error(`reconcile said nothing; read ${logFile}`)
  return { code, findings }
}

import { execScript } from "./exec"
import type { StoreUnderTest } from "./store-under-test"

/** @returns the script's exit code and the differences that it printed. */
export async function runReconcile(
  store: StoreUnderTest,
  ...words: string[]
): Promise<{ code: number; findings: string[] }> {
  const { code, log } = await execScript(store, "./src/scripts/reconcile.ts", "--", ...words)
  if (!log.includes("holdfast reconcile:"))
    throw new Error(`reconcile said nothing:\n${log.slice(-2_000)}`)
  const findings = [...log.matchAll(/holdfast reconcile: (\w+_\w+): ([^"]*)/g)]
  return { code, findings: findings.map(([, kind, text]) => `${kind}: ${text}`) }
}

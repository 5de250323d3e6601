import { readFileSync } from "node:fs"
import path from "node:path"
import { waitFor } from "../../scripts/lib/wait"
import type { HoldfastOptionsInput } from "../../src/contracts/options"
import { execScript } from "./commands"
import type { StoreUnderTest } from "./store-under-test"

export const FIXTURES = path.join(__dirname, "..", "fixtures")
/** Events are handled a moment after the answers that caused them. */
const SETTLE_MS = 10_000

/** Everything that was found, and 1 as exit code when anything is left of it. */
export interface Reconciled {
  code: number
  findings: string[]
}

type Place = Pick<StoreUnderTest, "folder" | "stores">

/** Runs a script of `fixtures` with the container of the store's first process. */
export async function runInside<Answer>(
  { folder, stores }: Place,
  file: string,
  ...args: string[]
): Promise<Answer> {
  const url = readFileSync(path.join(folder, String(stores[0]?.pid)), "utf8")
  const body = JSON.stringify({ file: path.join(FIXTURES, file), args })
  const response = await fetch(url, { method: "POST", body })
  const text = await response.text()
  if (!response.ok) throw new Error(`${file} failed inside the store: ${text}`)
  // As `fixtures/inside` answers.
  return (JSON.parse(text) as { answer: Answer }).answer
}

/**
 * Gives the store's own process other options, which takes no boot. For what is read with each
 * request; hooks, gates, intervals and rate limits keep those of the boot. @returns the way back.
 */
export async function changeOptions(
  store: Place,
  options: HoldfastOptionsInput
): Promise<() => Promise<unknown>> {
  const set = (next: object) => runInside<object>(store, "change-options.ts", JSON.stringify(next))
  const before = await set(options)
  return () => set(before)
}

/** The same for the time of some work. */
export async function withOptions<Result>(
  store: Place,
  options: HoldfastOptionsInput,
  work: () => Promise<Result>
): Promise<Result> {
  const restore = await changeOptions(store, options)
  try {
    return await work()
  } finally {
    await restore()
  }
}

/** Reconciles in the store's own process, which takes no boot. */
export async function runReconcile(store: Place, ...words: string[]): Promise<Reconciled> {
  const { findings, left } = await runInside<Record<"findings" | "left", string[]>>(
    store,
    "reconcile.ts",
    ...words
  )
  return { code: left.length ? 1 : 0, findings: words.length ? [...findings, ...left] : findings }
}

/** The command itself, in a process of its own. */
export async function runReconcileCommand(
  store: StoreUnderTest,
  ...words: string[]
): Promise<Reconciled> {
  const { code, log } = await execScript(store, "./src/scripts/reconcile.ts", "--", ...words)
  if (!log.includes("holdfast reconcile:"))
    throw new Error(`reconcile said nothing:\n${log.slice(-2_000)}`)
  const findings = [...log.matchAll(/holdfast reconcile: (\w+_\w+): ([^"]*)/g)]
  return { code, findings: findings.map(([, kind, text]) => `${kind}: ${text}`) }
}

/**
 * Ledger and Medusa must agree after all that a spec did to a store that others share. What they
 * differ in is repaired as well, or every later spec would fail for it.
 */
export async function expectAgreement(store: Place): Promise<void> {
  const agree = async () => (await runReconcile(store)).code === 0
  const what = "ledger and Medusa to agree"
  const end = { timeoutMs: SETTLE_MS, everyMs: 200, what }
  if (await waitFor(agree, end).catch(() => false)) return
  const { findings } = await runReconcile(store, "--repair")
  throw new Error(`The spec left a shared store that does not add up:\n${findings.join("\n")}`)
}

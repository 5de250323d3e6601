import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import path from "node:path"
import { promisify } from "node:util"

const run = promisify(execFile)

export interface GuideStep {
  command: string
  /** What the guide says it answers; undefined where it says nothing. */
  answer: unknown
  /** Variables that the reader keeps: name → where in the answer. */
  keep: [string, string][]
}

/**
 * A guide's commands with the answers that it shows; the first block defines what the others use.
 */
export async function readGuide(name: string): Promise<{ prelude: string; steps: GuideStep[] }> {
  const text = await readFile(path.join(__dirname, "..", "..", "docs", "guides", name), "utf8")
  const blocks = [...text.matchAll(/```(bash|json)\n([\s\S]*?)```/g)].map(
    ([, language, content = ""]) => ({ language, content })
  )
  const [first, ...rest] = blocks
  const steps: GuideStep[] = []
  for (const { language, content } of rest) {
    const last = steps.at(-1)
    if (language === "json" && last) last.answer = JSON.parse(content) as unknown
    if (language === "bash") {
      const keep = [...content.matchAll(/^# (\w+)=([\w.]+)$/gm)].map(
        ([, name = "", from = ""]): [string, string] => [name, from]
      )
      steps.push({ command: content, answer: undefined, keep })
    }
  }
  return { prelude: first?.content ?? "", steps }
}

/** Runs a command as the reader would, and returns the JSON that it prints. */
export async function runStep(
  prelude: string,
  { command }: GuideStep,
  env: Record<string, string>
): Promise<unknown> {
  const script = `set -euo pipefail\n${prelude}\n${command}`
  const { stdout } = await run("bash", ["-c", script], { env: { ...process.env, ...env } })
  return JSON.parse(stdout) as unknown
}

/** A shown answer as something to match: "…" stands for whatever is there. */
export function toExpectation(shown: unknown): unknown {
  if (shown === "…") return expect.anything()
  if (Array.isArray(shown)) return shown.map(toExpectation)
  if (typeof shown !== "object" || shown === null) return shown
  return Object.fromEntries(
    Object.entries(shown).map(([key, value]) => [key, toExpectation(value)])
  )
}

/** The value at a path such as `shared_inventory.id`. */
export const pick = (answer: unknown, at: string): string =>
  String(at.split(".").reduce((value, key) => (value as Record<string, unknown>)?.[key], answer))

import { readFileSync } from "node:fs"
import path from "node:path"
import getPort from "get-port"
import { request } from "undici"
import { waitFor } from "../../../scripts/lib/wait"
import { readFences, writeFiles, type Fence } from "./fences"
import { killShell, shell, spawnShell, type Environment } from "./shell"

const BOOT_TIMEOUT_MS = 180_000

/** Where the guide's store listens. The test uses another port where it is taken. */
const ADDRESS = "localhost:9000"

export interface Step {
  /** What the page says to type, or which file to write. */
  said: string
  ms: number
  /** What it printed. */
  output?: string
  /** What the page says that it prints. */
  expected?: string
}

interface Surroundings {
  /** The fresh folder. */
  folder: string
  /**
   * Of an empty database; stands above the page's own in `.env`, as any environment variable does.
   */
  databaseUrl: string
  /** In which our package is published. */
  registry: string
}

/**
 * Follows a page word for word in a folder: writes its files, types its commands, each where the
 * one before left off.
 *
 * @throws Error when a command fails.
 */
export async function followGuide(page: string, around: Surroundings): Promise<Step[]> {
  const port = await getPort()
  const env = { DATABASE_URL: around.databaseUrl, PORT: String(port) }
  // The note lies outside the store: its development server would start again for a file that
  // changes.
  const here = { folder: around.folder, note: path.join(around.folder, "terminal.txt") }
  const steps: Step[] = []
  let stopServer: (() => void) | undefined
  try {
    for (const found of readFences(page)) {
      const fence = { ...found, text: found.text.replaceAll(ADDRESS, `localhost:${port}`) }
      const start = performance.now()
      const said = fence.file ?? fence.text.trim()
      if (fence.use === "output") {
        const last = steps.at(-1)
        if (last) last.expected = fence.text
        continue
      }
      if (fence.use === "server") stopServer = await serve(fence, here.folder, port, env)
      const output =
        fence.language === "bash" && fence.use === ""
          ? await type(fence, here, env, around.registry)
          : undefined
      writeFiles([fence], here.folder)
      steps.push({ said, output, ms: Math.round(performance.now() - start) })
    }
    return steps
  } finally {
    stopServer?.()
  }
}

/** Runs a block of commands and notes in which folder they left the terminal. */
async function type(
  { text }: Fence,
  here: { folder: string; note: string },
  env: Environment,
  registry: string
): Promise<string> {
  // Ours alone comes from the registry of the test: the rest is in npm's cache under its own
  // registry's name.
  const ours = text.includes("npm install medusa-plugin-holdfast")
  const { output } = await shell(`${text}\npwd > ${JSON.stringify(here.note)}`, here.folder, {
    ...env,
    ...(ours ? { npm_config_registry: registry } : {}),
  })
  here.folder = readFileSync(here.note, "utf8").trim()
  return output
}

async function serve(
  { text }: Fence,
  folder: string,
  port: number,
  env: Environment
): Promise<() => void> {
  const { child, logFile } = spawnShell(text, folder, env)
  try {
    await waitFor(
      async () => {
        if (child.exitCode !== null) throw new Error(readFileSync(logFile, "utf8").slice(-3_000))
        return isHealthy(port)
      },
      { timeoutMs: BOOT_TIMEOUT_MS, what: `the guide's store to start (its log: ${logFile})` }
    )
  } catch (error) {
    killShell(child)
    throw error
  }
  return () => killShell(child)
}

async function isHealthy(port: number): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`http://localhost:${port}/health`)
    await body.dump()
    return statusCode === 200
  } catch {
    return false
  }
}

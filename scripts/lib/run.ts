import "./telemetry-off"

/** What a command must undo when it ends, last first. */
export type Defer = (cleanup: () => Promise<unknown>) => void

const REPEAT_MS = 1_000

/**
 * Runs a command's main function so that everything it deferred is undone when it returns, fails or
 * is told to stop (Ctrl-C, SIGTERM), and sets the exit code. A second Ctrl-C ends it at once: its
 * stores and the embedded database notice by themselves that their user is gone.
 */
export async function runCommand(main: (defer: Defer) => Promise<number | void>): Promise<void> {
  const cleanups: (() => Promise<unknown>)[] = []
  let cleaning: Promise<void> | undefined
  let signalledAt = 0
  const cleanUp = () => (cleaning ??= undo(cleanups))

  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    process.on(signal, () => {
      if (signalledAt > 0) {
        // One Ctrl-C comes twice under npm: from the terminal, and passed on by npm.
        if (Date.now() - signalledAt > REPEAT_MS) process.exit(code)
        return
      }
      signalledAt = Date.now()
      process.stderr.write("\nStopping.\n")
      void cleanUp().then(() => process.exit(code))
    })
  }

  let exitCode = 0
  try {
    exitCode = (await main((cleanup) => cleanups.push(cleanup))) ?? 0
  } catch (error) {
    exitCode = 1
    // A signal takes away what the command is working with: its complaints about that are noise.
    if (signalledAt === 0) process.stderr.write(`${describe(error)}\n`)
  }
  await cleanUp()
  // Else the signal's handler ends the process, with the signal's code.
  if (signalledAt === 0) process.exit(exitCode)
}

/** Last first; what was undone is not undone again. */
export async function undo(cleanups: (() => Promise<unknown>)[]): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) {
    await cleanup().catch((error: unknown) => process.stderr.write(`${describe(error)}\n`))
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return process.env.DEBUG ? (error.stack ?? error.message) : error.message
}

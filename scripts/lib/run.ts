/** What a command must undo when it ends, last first. */
export type Defer = (cleanup: () => Promise<unknown>) => void

/**
 * Runs a command's main function so that everything it deferred is undone when it returns, fails or is told to stop
 * (Ctrl-C, SIGTERM), and sets the exit code. A second Ctrl-C ends it at once: its stores and the embedded database notice
 * by themselves that their user is gone.
 */
export async function runCommand(main: (defer: Defer) => Promise<number | void>): Promise<void> {
  const cleanups: (() => Promise<unknown>)[] = []
  let cleaning: Promise<void> | undefined
  const cleanUp = () => (cleaning ??= undo(cleanups))

  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    process.on(signal, () => {
      if (cleaning) process.exit(code)
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
    if (!cleaning) process.stderr.write(`${describe(error)}\n`)
  }
  const stoppedBySignal = cleaning !== undefined
  await cleanUp()
  if (!stoppedBySignal) process.exit(exitCode)
}

async function undo(cleanups: (() => Promise<unknown>)[]): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) {
    await cleanup().catch((error: unknown) => process.stderr.write(`${describe(error)}\n`))
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return process.env.DEBUG ? (error.stack ?? error.message) : error.message
}

import "./telemetry-off"

/** Registers what to undo when the command ends, last first. */
export type Defer = (cleanup: () => Promise<unknown>) => void

const REPEAT_MS = 1_000

/**
 * Runs a command, then undoes what it deferred, also after an error, Ctrl-C or SIGTERM, and sets
 * the exit code. A second Ctrl-C exits at once: stores and the embedded database notice by
 * themselves.
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
        // Under npm, one Ctrl-C arrives twice: from the terminal, and forwarded by npm.
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
    // After a signal, errors only say that the command lost what it was working with.
    if (signalledAt === 0) process.stderr.write(`${describe(error)}\n`)
  }
  await cleanUp()
  // Otherwise the signal handler exits, with the signal's code.
  if (signalledAt === 0) process.exit(exitCode)
}

/** Last first; nothing is undone twice. */
export async function undo(cleanups: (() => Promise<unknown>)[]): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) {
    await cleanup().catch((error: unknown) => process.stderr.write(`${describe(error)}\n`))
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return process.env.DEBUG ? (error.stack ?? error.message) : error.message
}

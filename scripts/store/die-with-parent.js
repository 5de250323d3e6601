/**
 * Preloaded into every store that a command or test starts: no store may outlive its database. The
 * channel to the parent closes however the parent ends, also on SIGKILL.
 */
const GRACE_MS = 3_000

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), GRACE_MS).unref()
  process.kill(process.pid, "SIGTERM")
})

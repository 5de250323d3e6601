/**
 * Loaded into every store process that a command or a test starts. The channel to the parent closes
 * however the parent ends (also on SIGKILL), and no store must outlive the command that owns its
 * database.
 */
const GRACE_MS = 3_000

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), GRACE_MS).unref()
  process.kill(process.pid, "SIGTERM")
})

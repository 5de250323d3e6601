/**
 * Runs a shell command, and takes it and all that it started along when whoever asked for it is
 * gone, however that came: the leader of a process group of its own, with a channel to its parent.
 */
const { spawn } = require("node:child_process")

process.once("disconnect", () => process.kill(-process.pid, "SIGKILL"))

const child = spawn("bash", ["-euo", "pipefail", "-c", process.argv[2]], { stdio: "inherit" })
child.once("exit", (code) => process.exit(code ?? 1))

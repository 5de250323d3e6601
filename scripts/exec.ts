import { runCommand, type Defer } from "./lib/run"
import { execHere } from "./store/exec-here"

/** `node scripts/exec.ts <file> [arguments]`: `medusa exec` on `DATABASE_URL`, or on the demo. */
async function main(defer: Defer): Promise<number> {
  const [file, ...args] = process.argv.slice(2)
  if (!file) throw new Error("Name the script to run, such as src/scripts/reconcile.ts.")
  return execHere(file, args, defer)
}

void runCommand(main)

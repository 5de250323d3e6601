import "../scripts/lib/telemetry-off"
import { openDatabaseServer } from "../scripts/lib/database"
import { runCommand, type Defer } from "../scripts/lib/run"
import { benchCarts } from "./carts/suite"
import { benchDrops } from "./drops/suite"
import { benchIsolation } from "./isolation/suite"
import { benchKernel } from "./kernel/suite"
import { describeMachine } from "./lib/machine"
import { parseBenchOptions, type SuiteName } from "./options"
import { renderMachine, renderSuite } from "./render"
import type { Suite, SuiteResult } from "./suite"
import { benchTrades } from "./trades/suite"

const SUITES: Record<SuiteName, Suite> = {
  kernel: benchKernel,
  carts: benchCarts,
  drops: benchDrops,
  trades: benchTrades,
  isolation: benchIsolation,
}

/** `npm run bench -- --help` lists its options. A missed aim is a finding, not a failure. */
async function main(defer: Defer): Promise<void> {
  const { suites, rounds, json } = parseBenchOptions(process.argv.slice(2))
  const server = await openDatabaseServer()
  defer(() => server.close())
  const machine = await describeMachine(server)
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const print = (text: string) => void process.stdout.write(`${text}\n`)
  if (!json) print(renderMachine(machine))

  const results: Partial<Record<SuiteName, SuiteResult>> = {}
  for (const name of new Set(suites)) {
    const result = await SUITES[name]({ server, defer, say, rounds })
    results[name] = result
    if (!json) print(renderSuite(result))
  }
  const command = ["npm run bench --", ...process.argv.slice(2)].join(" ")
  if (json) print(JSON.stringify({ command, machine, suites: results }))
}

void runCommand(main)

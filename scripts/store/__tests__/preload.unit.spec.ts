import { once } from "node:events"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { waitFor } from "../../lib/wait"
import { spawnMedusa, type Environment } from "../medusa-cli"

const PRELOAD = path.join(__dirname, "count-processes.js")
const PROCESSES = "processes.txt"

let scratch: string
beforeEach(() => (scratch = mkdtempSync(path.join(tmpdir(), "holdfast-preload-"))))
afterEach(() => rmSync(scratch, { recursive: true, force: true }))

const noted = () => readFileSync(path.join(scratch, PROCESSES), "utf8").trimEnd().split("\n")

/** Runs a command of Medusa's CLI with the preload to its end. */
async function run(env: Environment = {}): Promise<void> {
  const all = { PROCESSES: path.join(scratch, PROCESSES), ...env }
  const { child } = spawnMedusa("holdfast", ["--version"], "preload", all, PRELOAD)
  const [code] = (await once(child, "exit")) as [number]
  expect(code).toBe(0)
}

it("a command with a preload forks no telemetry sender", async () => {
  await run()
  expect(noted()).toEqual(["loaded"])
})

it("control: with telemetry on it forks one, and that one knows nothing of the preload", async () => {
  await run({
    XDG_CONFIG_HOME: scratch,
    MEDUSA_TELEMETRY_HOST: "http://127.0.0.1:9", // nobody listens there
  })
  const sender = /^forked dist\/util\/send\.js as (\d+)$/
  expect(noted()).toEqual(["loaded", expect.stringMatching(sender)])
  const pid = sender.exec(noted()[1] ?? "")?.[1]
  await waitFor(async () => !existsSync(`/proc/${pid}`), { timeoutMs: 20_000, what: "the sender" })
  expect(noted()).toHaveLength(2)
})

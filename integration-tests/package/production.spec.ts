import path from "node:path"
import { execIn } from "../lib/exec"
import { openStore, type StoreUnderTest } from "../lib/store-under-test"
import { useScratch, type Scratch } from "./lib/scratch"
import { sells } from "./lib/sells"
import { shell } from "./lib/shell"
import { pluginScript, SECRETS } from "./lib/store-project"

let scratch: Scratch
let store: StoreUnderTest

beforeAll(async () => {
  scratch = await useScratch()
  // Admin included: the dashboard takes the plugin's part of it from the package.
  const { output, ms } = await shell("npx medusa build", scratch.store)
  expect(output).toContain("Backend build completed successfully")
  expect(output).toContain("Frontend build completed successfully")
  const folder = path.join(scratch.store, ".medusa", "server")
  const start = performance.now()
  store = await openStore({ project: { name: "built", folder }, env: SECRETS })
  const started = Math.round(performance.now() - start)
  console.info(`medusa build: ${ms} ms; migrated and started: ${started} ms`)
}, 600_000)

afterAll(() => store?.close())

describe("a production build of a store that installed the package", () => {
  sells(() => store)

  it("finds ledger and Medusa in agreement, with the script that ships", async () => {
    const project = { name: "my-store", folder: scratch.store }
    const { code, log } = await execIn(project, store, pluginScript("reconcile"))
    expect(log).toContain("holdfast reconcile: ledger and Medusa agree.")
    expect(code).toBe(0)
  })
})

import path from "node:path"
import type { EnvironmentContext, JestEnvironmentConfig } from "@jest/environment"
import { TestEnvironment } from "jest-environment-node"
import { PROJECT_ROOT } from "../lib/paths"
import { endLeftovers, noteSpec } from "./run-log"

const GRACE_MS = 1_000
/** Where Zod and Medusa register names that may be taken once. */
const REGISTRIES = ["__zod_globalRegistry", "MedusaWorkflow", "WorkflowManager"]

const openServers = (): number =>
  process.getActiveResourcesInfo().filter((one) => one === "TCPServerWrap").length

/** A spec file that leaves a process or a listening server behind fails, by name. */
export default class SpecEnvironment extends TestEnvironment {
  readonly #spec: string
  readonly #servers = openServers()

  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context)
    // When jest runs in band, the global set-up has filled them in this very process.
    for (const registry of REGISTRIES) Reflect.deleteProperty(this.global, registry)
    this.#spec = path.relative(PROJECT_ROOT, context.testPath)
    noteSpec(this.global.process.env, this.#spec)
  }

  override async teardown(): Promise<void> {
    await super.teardown()
    const left = endLeftovers(this.#spec)
    const end = Date.now() + GRACE_MS
    while (openServers() > this.#servers && Date.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    if (openServers() > this.#servers) left.push("a listening server")
    if (left.length) throw new Error(`${this.#spec} left behind: ${left.join(", ")}.`)
  }
}

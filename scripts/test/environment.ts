import path from "node:path"
import type { EnvironmentContext, JestEnvironmentConfig } from "@jest/environment"
import { TestEnvironment } from "jest-environment-node"
import { PROJECT_ROOT } from "../lib/paths"
import { endLeftovers, noteSpec } from "./run-log"

const GRACE_MS = 1_000

const openServers = (): number =>
  process.getActiveResourcesInfo().filter((one) => one === "TCPServerWrap").length

/** A spec file that leaves a process or a listening server behind fails, by name. */
export default class SpecEnvironment extends TestEnvironment {
  readonly #spec: string
  readonly #servers = openServers()

  constructor(config: JestEnvironmentConfig, context: EnvironmentContext) {
    super(config, context)
    // Zod's registry of names is global, and a run of one worker set it up in this very process.
    Reflect.deleteProperty(this.global, "__zod_globalRegistry")
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

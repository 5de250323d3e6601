import type { DatabaseServer } from "../lib/database"
import type { SharedStores } from "./shared-stores"

/** What the set-up opens and the teardown closes. */
export interface RunResources {
  server: DatabaseServer
  stores: SharedStores
}

// jest loads the set-up and the teardown as two separate module graphs of one process.
const key = Symbol.for("holdfast.test.resources")
const shared = globalThis as { [key]?: RunResources }

export function keepForTeardown(resources: RunResources): void {
  shared[key] = resources
}

export function takeKept(): RunResources | undefined {
  const resources = shared[key]
  delete shared[key]
  return resources
}

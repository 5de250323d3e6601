import type { DatabaseServer } from "../lib/database"

// jest loads the set-up and the teardown as two separate module graphs of one process.
const key = Symbol.for("holdfast.test.database-server")
const shared = globalThis as { [key]?: DatabaseServer }

export function keepForTeardown(server: DatabaseServer): void {
  shared[key] = server
}

export function takeKept(): DatabaseServer | undefined {
  const server = shared[key]
  delete shared[key]
  return server
}

import { randomBytes } from "node:crypto"
import type { DatabaseServer } from "../lib/database"
import type { StoreKind } from "./projects"
import { createStoreDatabase } from "./templates"

const PREFIX = "holdfast_throwaway_"

export interface ThrowawayDatabase {
  url: string
  name: string
  drop(): Promise<void>
}

/** A fresh store database for one run. */
export function createThrowawayDatabase(
  server: DatabaseServer,
  kind: StoreKind,
  report: (line: string) => void = () => undefined
): Promise<ThrowawayDatabase> {
  return throwaway(server, kind, (name) => createStoreDatabase(server, kind, name, report))
}

export function createEmptyDatabase(server: DatabaseServer): Promise<ThrowawayDatabase> {
  return throwaway(server, "empty", (name) => server.create(name))
}

/** If this run is killed, the next one drops the database. */
async function throwaway(
  server: DatabaseServer,
  kind: string,
  create: (name: string) => Promise<string>
): Promise<ThrowawayDatabase> {
  await dropLeftOvers(server)
  const name = `${PREFIX}${kind}_${randomBytes(5).toString("hex")}`
  // The lock distinguishes a database in use from one that a killed run left behind.
  const unlock = await server.tryLock(name)
  const url = await create(name)
  return {
    url,
    name,
    async drop() {
      await server.drop(name)
      await unlock?.()
    },
  }
}

async function dropLeftOvers(server: DatabaseServer): Promise<void> {
  const found = await server.query<{ datname: string }>(
    "select datname from pg_database where starts_with(datname, $1)",
    [PREFIX]
  )
  for (const { datname } of found) {
    const unlock = await server.tryLock(datname)
    if (!unlock) continue
    await server.drop(datname)
    await unlock()
  }
}

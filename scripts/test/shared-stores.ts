import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { expectAgreement } from "../../integration-tests/lib/reconcile"
import { openStore, type StoreUnderTest } from "../../integration-tests/lib/store-under-test"
import type { Store } from "../lib/store"
import { PROFILES, processesOf, type Profile } from "./profiles"

/** What a spec needs to know of a store that it borrows. */
export interface LentStore {
  databaseUrl: string
  folder: string
  stores: Pick<Store, "url" | "port" | "pid" | "logFile">[]
}

export interface SharedStores {
  /** Ends them all. @throws when one of them does not add up. */
  close(): Promise<void>
}

/**
 * The stores that the specs of a worker share: each is started when a spec asks for it first, and
 * lives until the run ends. They belong to the run's own process, as jest gives every spec file
 * modules of its own. `HOLDFAST_TEST_STORES` is where to ask.
 */
export async function openSharedStores(): Promise<SharedStores> {
  const opened = new Map<string, Promise<StoreUnderTest>>()
  const lend = async (name: string): Promise<LentStore> => {
    const profile = name.split(" ")[0] as Profile // as `borrowStore` asks for it
    const settings = { options: PROFILES[profile], processes: processesOf(profile) }
    const opening = opened.get(name) ?? openStore(settings)
    opened.set(name, opening)
    const { databaseUrl, folder, stores } = await opening
    const shown = stores.map(({ url, port, pid, logFile }) => ({ url, port, pid, logFile }))
    return { databaseUrl, folder, stores: shown }
  }

  const server = createServer((req, res) => {
    lend(decodeURIComponent(req.url?.slice(1) ?? "")).then(
      (store) => res.end(JSON.stringify(store)),
      (error: unknown) => res.writeHead(500).end(String(error))
    )
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  process.env.HOLDFAST_TEST_STORES = `http://127.0.0.1:${port}`

  return {
    async close() {
      server.close()
      server.closeAllConnections()
      const wrong = await Promise.all([...opened].map(([name, store]) => closeOne(name, store)))
      const [first] = wrong.filter(Boolean)
      if (first) throw new Error(first)
    },
  }
}

/** After everything that the specs did to it, ledger and Medusa must agree. */
async function closeOne(
  name: string,
  opening: Promise<StoreUnderTest>
): Promise<string | undefined> {
  const store = await opening.catch(() => undefined) // its spec has failed for it
  if (!store) return undefined
  try {
    await expectAgreement(store)
    return undefined
  } catch (error) {
    return `The shared store "${name}": ${String(error)}`
  } finally {
    await store.close()
  }
}

import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import path from "node:path"
import { until } from "./store-under-test"

export interface Heard {
  name: string
  data: Record<string, unknown>
}

/** Hears the plugin's events from stores that are started with its `env`. */
export interface EventTap {
  env: Record<string, string>
  heard: Heard[]
  /** Waits until an event with at least these data was heard. */
  hears(name: string, data: Record<string, unknown>): Promise<boolean>
  close(): void
}

export async function openEventTap(): Promise<EventTap> {
  const heard: Heard[] = []
  const server = createServer((req, res) => {
    let text = ""
    req.on("data", (chunk: Buffer) => (text += chunk.toString()))
    req.on("end", () => {
      heard.push(JSON.parse(text) as Heard)
      res.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    env: {
      TEST_TAP_URL: `http://127.0.0.1:${port}`,
      EXTRA_MODULES: path.join(__dirname, "..", "fixtures", "event-tap-modules.ts"),
    },
    heard,
    hears: (name, data) =>
      until(`${name} with ${JSON.stringify(data)}`, async () =>
        heard.some(
          (event) =>
            event.name === name &&
            Object.entries(data).every(
              ([key, value]) => JSON.stringify(event.data[key]) === JSON.stringify(value)
            )
        )
      ),
    close: () => void server.close(),
  }
}

import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"

export interface HeardEvent {
  name: string
  data: Record<string, unknown>
}

/** Hears what the store's event tap (fixtures/event-tap) sends on. */
export class Tap {
  private constructor(
    private readonly server: Server,
    readonly heard: HeardEvent[],
    /** For the store's `TEST_TAP_URL`. */
    readonly url: string
  ) {}

  static async open(): Promise<Tap> {
    const heard: HeardEvent[] = []
    const server = createServer((req, res) => {
      let text = ""
      req.on("data", (chunk: Buffer) => (text += chunk.toString()))
      req.on("end", () => {
        heard.push(JSON.parse(text) as HeardEvent)
        res.end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as AddressInfo
    return new Tap(server, heard, `http://127.0.0.1:${port}`)
  }

  close(): void {
    this.server.close()
  }
}

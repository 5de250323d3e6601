import { rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import path from "node:path"
import type { StoreUnderTest } from "./store-under-test"

/** Answers what a store's test module sends under a name (`fixtures/test-folder.ts`). */
export async function listenTo(
  { folder }: StoreUnderTest,
  name: string,
  answer: (body: unknown) => unknown
): Promise<() => Promise<void>> {
  const server = createServer((req, res) => {
    let text = ""
    req.on("data", (chunk: Buffer) => (text += chunk.toString()))
    req.on("end", () => {
      void (async () => res.end(JSON.stringify((await answer(JSON.parse(text))) ?? {})))()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  const file = path.join(folder, name)
  writeFileSync(file, `http://127.0.0.1:${port}`)
  return async () => {
    rmSync(file, { force: true })
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

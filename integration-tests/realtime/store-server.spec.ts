import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { GracefulShutdownServer } from "@medusajs/framework/utils"
import { Server as SocketServer } from "socket.io"
import { io } from "socket.io-client"
import { onStoreServer } from "../../src/realtime/store-server"

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    })
  )

describe("the store's own server", () => {
  it("is found by the very first request, also when that wants a WebSocket", async () => {
    const sockets = new SocketServer()
    const found: Server[] = []
    const stop = onStoreServer((server) => {
      found.push(server)
      sockets.attach(server)
    })
    const other = createServer((_, res) => res.end("other"))
    const store = GracefulShutdownServer.create(createServer((_, res) => res.end("store")))
    const [otherUrl, storeUrl] = [await listen(other), await listen(store)]
    try {
      expect(await (await fetch(otherUrl)).text()).toBe("other")
      expect(found).toEqual([])
      const client = io(storeUrl, { transports: ["websocket"], reconnection: false })
      await new Promise<void>((resolve, reject) => {
        client.on("connect", resolve)
        client.on("connect_error", reject)
      })
      expect(found).toEqual([store])
      expect(await (await fetch(storeUrl)).text()).toBe("store")
      // Medusa ends connections that wait for nothing, and the client knows to come back.
      const reason = new Promise((resolve) => client.on("disconnect", resolve))
      await store.shutdown()
      expect(await reason).toBe("transport close")
      client.close()
    } finally {
      stop()
      sockets.engine.close()
      other.close()
    }
  })
})

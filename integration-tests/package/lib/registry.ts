import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import path from "node:path"
import { PROJECT_ROOT } from "../../../scripts/lib/paths"
import { shell } from "./shell"
import type { Tarball } from "./tarball"

export interface Registry {
  url: string
  close(): Promise<void>
}

/**
 * A registry in which our package is published already: it knows this one, and sends everybody on
 * to npm's own for the rest. So `npm install medusa-plugin-holdfast` does what it will do for a
 * merchant, peer dependencies included.
 */
export async function openRegistry(tarball: Tarball): Promise<Registry> {
  const upstream = (await shell("npm config get registry 2>/dev/null", PROJECT_ROOT)).output.trim()
  const content = readFileSync(tarball.file)
  const manifest = JSON.parse(readFileSync(path.join(tarball.built, "package.json"), "utf8")) as {
    name: string
    version: string
  }
  const { name, version } = manifest
  const server = createServer((req, res) => {
    if (req.url === `/${name}/-/${path.basename(tarball.file)}`) return res.end(content)
    if (req.url === `/${name}`) {
      const dist = {
        tarball: `http://${req.headers.host}/${name}/-/${path.basename(tarball.file)}`,
        integrity: `sha512-${createHash("sha512").update(content).digest("base64")}`,
      }
      const packument = {
        name,
        "dist-tags": { latest: version },
        versions: { [version]: { ...manifest, dist } },
      }
      return res.setHeader("content-type", "application/json").end(JSON.stringify(packument))
    }
    const location = new URL((req.url ?? "/").slice(1), upstream).toString()
    return res.writeHead(302, { location }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

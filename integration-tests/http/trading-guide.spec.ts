import { execFile } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import { promisify } from "node:util"
import { ADMIN } from "../../scripts/seed/accounts"
import { openShop } from "../lib/shop"
import { sharedStore } from "../lib/store-under-test"
import { readFences } from "../package/lib/fences"

const GUIDE = "docs/guides/trading.md"

/** Ends what one block of the guide prints. */
const MARK = "-- end of block --"

it("every command of the trading guide does what the page says", async () => {
  const fences = readFences(GUIDE)
  const blocks: { command: string; expected?: string }[] = []
  for (const { language, use, text } of fences) {
    const last = blocks.at(-1)
    if (language === "bash") blocks.push({ command: text })
    else if (use === "output" && last) last.expected = text
  }
  expect(blocks.filter((block) => block.expected !== undefined).length).toBeGreaterThan(5)

  const store = await sharedStore("default")
  const folder = await mkdtemp(path.join(tmpdir(), "holdfast-guide-"))
  try {
    const shop = await openShop(store)
    const script = path.join(folder, "guide.sh")
    const lines = blocks.map(({ command }) => `${command}\necho "${MARK}"`)
    await writeFile(script, ["set -euo pipefail", ...lines].join("\n"))
    const { stdout } = await promisify(execFile)("bash", [script], {
      env: {
        ...process.env,
        STORE: store.url,
        KEY: shop.key,
        ADMIN_EMAIL: ADMIN.email,
        ADMIN_PASSWORD: ADMIN.password,
      },
    })
    const printed = stdout.split(`${MARK}\n`)
    for (const [index, { command, expected }] of blocks.entries()) {
      expect({ command, printed: printed[index] }).toEqual({ command, printed: expected ?? "" })
    }
  } finally {
    await rm(folder, { recursive: true })
    await store.close()
  }
})

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { Cart } from "../lib/cart"
import { execIn } from "../lib/commands"
import { openRedis, type TestRedis } from "../lib/redis"
import { openShop } from "../lib/shop"
import { openStore, until, type StoreUnderTest } from "../lib/store-under-test"
import { readFences, writeFiles } from "./lib/fences"
import { useScratch, type Scratch } from "./lib/scratch"
import { sells } from "./lib/sells"
import { shell } from "./lib/shell"
import { copyStore, pluginScript, SECRETS, setPlugins } from "./lib/store-project"

const PAGE = "docs/guides/production.md"

/** What a shop's mail service does when somebody forgot the password. */
const FORGOTTEN = `
import { writeFileSync } from "node:fs"
export default async ({ event }) => writeFileSync(process.env.MAIL, event.data.token)
export const config = { event: "auth.password_reset" }
`

let scratch: Scratch
let store: StoreUnderTest

beforeAll(async () => {
  scratch = await useScratch()
  // Admin included: the dashboard takes the plugin's part of it from the package.
  const { output, ms } = await shell("npx medusa build", scratch.store)
  expect(output).toContain("Backend build completed successfully")
  expect(output).toContain("Frontend build completed successfully")
  const folder = path.join(scratch.store, ".medusa", "server")
  const start = performance.now()
  store = await openStore({ project: { name: "built", folder }, env: SECRETS })
  const started = Math.round(performance.now() - start)
  console.info(`medusa build: ${ms} ms; migrated and started: ${started} ms`)
}, 600_000)

afterAll(() => store?.close())

describe("a production build of a store that installed the package", () => {
  sells(() => store)

  it("finds ledger and Medusa in agreement, with the script that ships", async () => {
    const project = { name: "my-store", folder: scratch.store }
    const { code, log } = await execIn(project, store, pluginScript("reconcile"))
    expect(log).toContain("holdfast reconcile: ledger and Medusa agree.")
    expect(code).toBe(0)
  })
})

describe("the configuration of the production guide", () => {
  let redis: TestRedis | undefined
  let onRedis: StoreUnderTest | undefined
  const mail = path.join(tmpdir(), `holdfast-mail-${process.pid}`)

  beforeAll(async () => {
    redis = await openRedis()
    if (!redis) return
    const project = copyStore(scratch, "on-redis")
    writeFiles(readFences(PAGE), project.folder)
    setPlugins(project)
    mkdirSync(path.join(project.folder, "src", "subscribers"))
    writeFileSync(path.join(project.folder, "src", "subscribers", "forgotten.ts"), FORGOTTEN)
    const env = { ...SECRETS, MAIL: mail, REDIS_URL: redis.url, MEDUSA_FF_CACHING: "true" }
    onRedis = await openStore({ project, env })
  })
  afterAll(async () => {
    await onRedis?.close()
    await redis?.stop()
    rmSync(mail, { force: true })
  })

  it("starts and sells, with everything in Redis", async () => {
    if (!onRedis) return console.warn("Not tested: there is no Redis here.")
    const shop = await openShop(onRedis)
    const product = await shop.product([1])
    const cart = await Cart.create(onRedis, shop)
    expect((await cart.buy(product.variantId)).body).toMatchObject({ type: "order" })
    await until("the hold to be consumed", async () => (await cart.held()) === 0)
    const { rows } = await onRedis.db.query<{ lock_provider: string }>(
      "select lock_provider from holdfast_server"
    )
    expect(rows).toEqual([{ lock_provider: "redis" }])
  })

  it("signs people in, and lets them set a new password", async () => {
    if (!onRedis) return console.warn("Not tested: there is no Redis here.")
    const { http, url } = onRedis
    const email = "forgetful@example.com"
    const post = async (path: string, body: object, token?: string) => {
      const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
      return (await http.send("POST", `${url}/auth/customer/emailpass${path}`, headers, body))
        .status
    }
    expect(await post("/register", { email, password: "first" })).toBe(200)
    expect(await post("/reset-password", { identifier: email })).toBe(201)
    await until("the mail to be sent", () => Promise.resolve(existsSync(mail)))
    const token = readFileSync(mail, "utf8")
    expect(await post("/update", { password: "second" }, `${token}x`)).toBe(401)
    expect(await post("/update", { password: "second" }, token)).toBe(200)
    expect(await post("", { email, password: "first" })).toBe(401)
    expect(await post("", { email, password: "second" })).toBe(200)
  })

  it("names the script that ships for watching", () => {
    const [command] = readFences(PAGE).filter(({ use }) => use === "reconcile")
    expect(command?.text.trim()).toBe(`npx medusa exec ${pluginScript("reconcile")}`)
  })
})

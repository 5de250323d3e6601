import getPort from "get-port"
import { ADMIN } from "../../scripts/seed/accounts"
import { openDrop, signUp, type Customer } from "../lib/drops"
import { openShop, type Product, type Shop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"
import { Listener, type ListenerSettings } from "./listener"

let store: StoreUnderTest
let shop: Shop
let otherShop: Shop
let product: Product
let customer: Customer
let dropId: string
const open: Listener[] = []

beforeAll(async () => {
  store = await sharedStore("default")
  shop = await openShop(store)
  otherShop = await openShop(store)
  customer = await signUp(store)
  product = await shop.product([100])
  dropId = await openDrop(store, shop, product)
})

afterAll(async () => {
  await store?.close()
})

afterEach(() => open.splice(0).forEach((listener) => listener.close()))

const settings = (auth: Record<string, unknown>): ListenerSettings => ({ url: store.url, auth })

async function connect(
  auth: Record<string, unknown> = { publishableKey: shop.key },
  more: Partial<ListenerSettings> = {}
): Promise<Listener> {
  const listener = await Listener.connect({ ...settings(auth), ...more })
  open.push(listener)
  return listener
}

describe("a connection", () => {
  it("is let in over WebSocket and over long polling", async () => {
    const socket = await connect()
    const polling = await connect({ publishableKey: shop.key }, { transports: ["polling"] })
    expect(await socket.join(dropId)).toMatchObject({ ok: true })
    expect(await polling.join(dropId)).toMatchObject({ ok: true })
  })

  it("leaves the store's own routes alone", async () => {
    await connect()
    const answer = await store.http.send("GET", `${store.url}/store/regions`, {
      "x-publishable-api-key": shop.key,
    })
    expect(answer.status).toBe(200)
  })

  it("is refused without a key, and with a wrong or revoked one", async () => {
    expect(await Listener.refused(settings({}))).toMatchObject({ code: "INVALID_DATA" })
    expect(await Listener.refused(settings({ publishableKey: "pk_wrong" }))).toMatchObject({
      code: "FORBIDDEN",
    })
    const { api_key } = await store.admin.post<{ api_key: { id: string; token: string } }>(
      "/admin/api-keys",
      { title: "to be revoked", type: "publishable" }
    )
    await store.admin.post(`/admin/api-keys/${api_key.id}/revoke`, {})
    expect(await Listener.refused(settings({ publishableKey: api_key.token }))).toMatchObject({
      code: "FORBIDDEN",
    })
  })

  it("is refused with a token that is no customer's", async () => {
    const answer = await store.http.send("POST", `${store.url}/auth/user/emailpass`, {}, ADMIN)
    const forged = `${customer.token.split(".").slice(0, 2).join(".")}.AAAA`
    for (const token of ["nonsense", forged, String(answer.body?.token)]) {
      const error = await Listener.refused(settings({ publishableKey: shop.key, token }))
      expect(error.code).toBe("AUTH_REQUIRED")
      expect(error.message).toContain("Log in again")
    }
    await connect({ publishableKey: shop.key, token: customer.token })
  })

  it("beyond the limit of its process is turned away, and let in when another one went", async () => {
    const port = await getPort()
    await store.start({ options: { realtime: { port, connections: 1 } } })
    const at = { url: `http://localhost:${port}` }
    const first = await connect({ publishableKey: shop.key }, at)
    const second = { ...settings({ publishableKey: shop.key }), ...at }
    expect(await Listener.refused(second)).toMatchObject({ code: "CHECKOUT_BUSY" })
    first.close()
    // The client tries again by itself, as every storefront's does.
    const again = await retryUntilIn(second)
    expect(await again.join(dropId)).toMatchObject({ ok: true })
  })
})

describe("joining a drop", () => {
  it("returns the drop as it is now", async () => {
    const listener = await connect()
    const answer = await listener.join(dropId)
    expect(answer).toMatchObject({ ok: true, drop: { id: dropId, available_stock: 3 } })
  })

  it("needs a drop of the key's own sales channel that shoppers may see", async () => {
    const [draft] = await insertDrops(1, "draft")
    const listener = await connect()
    const stranger = await connect({ publishableKey: otherShop.key })
    const notFound = { ok: false, error: { code: "DROP_NOT_FOUND" } }
    expect(await listener.join("hfdrop_none")).toMatchObject(notFound)
    expect(await listener.join(draft)).toMatchObject(notFound)
    expect(await stranger.join(dropId)).toMatchObject(notFound)
  })

  it("is refused when it is malformed", async () => {
    const listener = await connect()
    for (const wrong of [undefined, 7, "", "x".repeat(300), "a\0b", { $gt: "" }]) {
      expect(await listener.join(wrong)).toMatchObject({
        ok: false,
        error: { code: "INVALID_DATA" },
      })
    }
    // Without a function to answer to, nothing happens, and the connection lives on.
    listener.socket.emit("drops:join", { dropId } as never, undefined as never)
    expect(await listener.join(dropId)).toMatchObject({ ok: true })
  })

  it("has an end at fifty drops, also when all are asked for at once, and room again after leaving", async () => {
    const drops = await insertDrops(51, "scheduled")
    const listener = await connect()
    const answers = await Promise.all(drops.map((id) => listener.join(id)))
    expect(answers.filter((answer) => answer.ok)).toHaveLength(50)
    expect(answers.at(-1)).toMatchObject({ ok: false, error: { code: "LIMIT_REACHED" } })
    expect(await listener.leave(drops[0] ?? "")).toEqual({ ok: true })
    expect(await listener.join(drops[50])).toMatchObject({ ok: true })
  })

  it("is slowed down for a client that hammers", async () => {
    const listener = await connect()
    const answers = await Promise.all(Array.from({ length: 150 }, () => listener.join(dropId)))
    expect(answers.filter((answer) => !answer.ok)[0]).toMatchObject({
      error: { code: "LIMIT_REACHED" },
    })
    expect(answers.filter((answer) => answer.ok).length).toBeGreaterThanOrEqual(100)
  })
})

/** Drops that are written straight into the table: only that they can be joined counts here. */
async function insertDrops(count: number, status: "draft" | "scheduled"): Promise<string[]> {
  const { rows } = await store.db.query<{ id: string }>(
    `insert into holdfast_drop (id, name, variant_id, product_id, sales_channel_id, total_quantity, status, starts_at)
     select 'hfdrop_' || $5 || n, 'Many', $1, $2, $3, 1, $5, now() + interval '1 day'
     from generate_series(1, $4::int) n returning id`,
    [product.variantId, product.id, shop.salesChannelId, count, status]
  )
  return rows.map((row) => row.id)
}

async function retryUntilIn(at: ListenerSettings): Promise<Listener> {
  for (let attempt = 1; ; attempt++) {
    try {
      const listener = await Listener.connect(at)
      open.push(listener)
      return listener
    } catch (error) {
      if (attempt === 20) throw error
    }
  }
}

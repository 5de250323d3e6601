import { writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import path from "node:path"
import { DropShopper, openDrop, reservationOf } from "../lib/drops"
import { runInside } from "../lib/reconcile"
import { openShop, type Shop } from "../lib/shop"
import { openStore, until, type StoreUnderTest } from "../lib/store-under-test"
import { Trader, aVariant, grant, tradeOf, units, vaultOf } from "../lib/trading"
import { readFences } from "../package/lib/fences"

let store: StoreUnderTest
let shop: Shop
let alice: Trader
let bob: Trader
let crm: Server
const heard: { url?: string; body: string }[] = []

/** The guide's blocks, as files of a store that has the plugin's sources in its own tree. */
async function registerHooks(): Promise<void> {
  const sources = path.join(__dirname, "..", "..", "src")
  const files = readFences("docs/guides/hooks.md").flatMap(({ file, text }) => {
    if (!file) return []
    const written = path.join(store.folder, path.basename(file))
    writeFileSync(written, text.replaceAll("medusa-plugin-holdfast", sources))
    return [written]
  })
  expect(files).toHaveLength(3)
  await runInside(store, "register-hooks.ts", ...files)
}

beforeAll(async () => {
  crm = createServer((req, res) => {
    let body = ""
    req.on("data", (chunk: Buffer) => (body += chunk.toString()))
    req.on("end", () => {
      heard.push({ url: req.url, body })
      res.end()
    })
  })
  await new Promise<void>((resolve) => crm.listen(0, "127.0.0.1", resolve))
  const { port } = crm.address() as AddressInfo
  store = await openStore({
    env: { CRM_URL: `http://127.0.0.1:${port}` },
    options: { sweeper: { everySeconds: 1 } },
  })
  await registerHooks()
  shop = await openShop(store)
  alice = await Trader.signUp(store, shop)
  bob = await Trader.signUp(store, shop)
})

afterAll(async () => {
  crm?.closeAllConnections()
  await new Promise((done) => crm?.close(done))
  await store?.close()
})

const callsOf = (what: string) => heard.filter((call) => call.url === `/${what}`)

/** Waits until an after-hook has reported a hold or trade. */
const toldOf = (what: string, id: string) =>
  until(`${what} of ${id}`, async () => callsOf(what).some((call) => call.body.includes(id)))

describe("validateDropReservation", () => {
  it("turns a shopper away in the shop's own words, before a unit is taken", async () => {
    const product = await shop.product([3])
    const dropId = await openDrop(store, shop, product, { metadata: { group: "members" } })
    const refused = await alice.reserve(dropId)
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({
      type: "not_allowed",
      code: "REFUSED_BY_SHOP",
      message: "Numbered run is for our members.",
    })
    expect((await alice.drop(dropId)).available_stock).toBe(3)

    const { customer_group } = await store.admin.post<{ customer_group: { id: string } }>(
      "/admin/customer-groups",
      { name: "members" }
    )
    const add = [alice.customer.id]
    await store.admin.post(`/admin/customer-groups/${customer_group.id}/customers`, { add })
    const reserved = await alice.reserve(dropId, {}, "once")
    expect(reserved.status).toBe(201)
    expect(reservationOf(await alice.reserve(dropId, {}, "once")).id).toBe(
      reservationOf(reserved).id
    )
    expect((await bob.reserve(dropId)).body?.code).toBe("REFUSED_BY_SHOP")
  })

  it("leaves every other answer as it is", async () => {
    const product = await shop.product([1])
    const dropId = await openDrop(store, shop, product, { total_quantity: 1 })
    expect((await new DropShopper(store, shop).reserve(dropId)).body?.code).toBe("AUTH_REQUIRED")
    const reserved = await alice.reserve(dropId)
    expect(reserved.status).toBe(201)
    const again = await alice.reserve(dropId)
    expect(again.body).toMatchObject({
      code: "ALREADY_RESERVED",
      details: { reservation: { id: reservationOf(reserved).id } },
    })
    expect((await bob.reserve(dropId)).body?.code).toBe("OUT_OF_STOCK")
    expect((await bob.reserve("hfdrop_none")).body?.code).toBe("DROP_NOT_FOUND")
  })
})

describe("validateTrade", () => {
  const shopSays = {
    type: "not_allowed",
    code: "REFUSED_BY_SHOP",
    message: "No side may give more than five times the other's.",
  }

  it("refuses a proposal and a counter-offer before they are written", async () => {
    const [card, page] = [aVariant(), aVariant()]
    await grant(store.db, alice.self, units(card, 20))
    await grant(store.db, bob.self, units(page, 20))
    const greedy = { target: bob.asTarget, offered: [units(card, 1)], wanted: [units(page, 6)] }
    const refused = await alice.propose(greedy)
    expect(refused).toMatchObject({ status: 409, body: shopSays })
    expect(await vaultOf(store.db, alice.self, card)).toEqual({ quantity: 20, held: 0 })

    const fair = { ...greedy, wanted: [units(page, 5)] }
    const trade = tradeOf(await alice.propose(fair))
    const countered = await bob.act(trade.id, "counter", {
      offered: [units(page, 1)],
      wanted: [units(card, 6)],
    })
    expect(countered).toMatchObject({ status: 409, body: shopSays })
    expect((await alice.trade(trade.id)).status).toBe("pending")
    const done = tradeOf(await bob.act(trade.id, "confirm"))
    expect(done.status).toBe("completed")
    expect(await toldOf("traded", trade.id)).toBe(true)
  })

  it("refuses a confirmation before units change hands", async () => {
    const [card, page] = [aVariant(), aVariant()]
    await grant(store.db, alice.self, units(card, 1))
    await grant(store.db, bob.self, units(page, 20))
    const fair = { target: bob.asTarget, offered: [units(card, 1)], wanted: [units(page, 5)] }
    const trade = tradeOf(await alice.propose(fair))
    // As if it had been proposed before the shop had this rule.
    await store.db.query(
      `update holdfast_trade_leg set quantity = 6 where trade_id = $1 and variant_id = $2`,
      [trade.id, page]
    )
    expect(await bob.act(trade.id, "confirm")).toMatchObject({ status: 409, body: shopSays })
    expect((await alice.trade(trade.id)).status).toBe("pending")
    expect(await vaultOf(store.db, bob.self, page)).toEqual({ quantity: 20, held: 0 })
  })
})

it("reports reservations in one call for many, and those that expired", async () => {
  const product = await shop.product([20])
  const dropId = await openDrop(store, shop, product, { total_quantity: 20 })
  const shoppers = await Promise.all(Array.from({ length: 8 }, () => Trader.signUp(store, shop)))
  const answers = await Promise.all(shoppers.map((shopper) => shopper.reserve(dropId)))
  const ids = answers.map((answer) => reservationOf(answer).id)
  for (const id of ids) await toldOf("reserved", id)
  const calls = callsOf("reserved").filter((call) => ids.some((id) => call.body.includes(id)))
  expect(calls.length).toBeLessThan(ids.length)

  const [first = ""] = ids
  await store.db.query(
    `update holdfast_hold set expires_at = clock_timestamp() - interval '1 second',
       extend_until = clock_timestamp() - interval '1 second' where id = $1`,
    [first]
  )
  expect(await toldOf("expired", first)).toBe(true)
})

import path from "node:path"
import { moveUnits, type Movement } from "../../src/modules/ledger/operations/move-units"
import { atOnce, fulfilled } from "../lib/barrier"
import { signUp } from "../lib/drops"
import { useLedgerDatabase } from "../lib/ledger-database"
import { memberCart } from "../lib/shared-inventories"
import { openShop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"
import { ageOrders, tradable, unitsIn, vaultOf } from "../lib/vaults"

const KILL_POINT = path.join(__dirname, "..", "fixtures", "kill-point.js")

describe("an order line that is credited by several processes at once", () => {
  const ledger = useLedgerDatabase()
  const TIMES = 8

  const credit = (key: Pick<Movement, "idempotency_key">) =>
    atOnce(TIMES, () =>
      ledger.tx((executor) =>
        moveUnits(
          executor,
          [
            {
              variant_id: "variant_1",
              to: { type: "customer", id: "cus_1" },
              quantity: "2",
              reference: "ordli_1",
              ...key,
            },
          ],
          { actor: "system", reason: "a test" }
        )
      )
    )

  const units = async (): Promise<number> => {
    const [row] = await ledger.rows<{ quantity: string }>(
      "select quantity::text from holdfast_pool where kind = 'vault' and owner_id = 'cus_1'"
    )
    return Number(row?.quantity)
  }

  it("is credited once", async () => {
    fulfilled(await credit({ idempotency_key: "order_line:ordli_1:0" }))
    expect(await units()).toBe(2)
  })

  it("control: without its key, each of them credits it", async () => {
    fulfilled(await credit({}))
    expect(await units()).toBe(2 * TIMES)
  })
})

describe("an order whose event a crash has swallowed", () => {
  let store: StoreUnderTest

  beforeAll(async () => {
    store = await sharedStore("default")
  })

  afterAll(() => store?.close())

  it("is credited by the job of a server that lives", async () => {
    const shop = await openShop(store)
    const alice = await signUp(store)
    const product = await tradable(store, shop, [3])
    const mortal = await store.start({
      preload: KILL_POINT,
      env: { KILL_POINT: "before-consumption" },
    })
    const cart = await memberCart(store, shop, alice, undefined, mortal.url)
    expect((await cart.buy(product.variantId)).networkError).toBeDefined()
    await mortal.ended
    expect(await unitsIn(store, vaultOf(alice), product)).toBe(0)
    await ageOrders(store, product)
    const credited = async () => (await unitsIn(store, vaultOf(alice), product)) === 1
    await until("the job", credited, 60_000)
  })
})

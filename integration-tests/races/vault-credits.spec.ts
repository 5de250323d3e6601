import path from "node:path"
import { moveUnits, type Movement } from "../../src/modules/ledger/operations/move-units"
import { atOnce, fulfilled } from "../lib/barrier"
import { signUp, type Customer } from "../lib/drops"
import { useLedgerDatabase } from "../lib/ledger-database"
import { runReconcile } from "../lib/reconcile"
import { memberCart } from "../lib/shared-inventories"
import { openShop, type Product, type Shop } from "../lib/shop"
import { openStore, until, type StoreUnderTest } from "../lib/store-under-test"
import { orderFrom, tradable, unitsIn, vaultOf } from "../lib/vaults"

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
  /** The same store with vaults: it follows no events and runs no jobs. */
  let auditor: StoreUnderTest
  let shop: Shop
  let alice: Customer

  // A server that knows of no vaults: nobody here credits anything, until the tests start one that
  // does.
  beforeAll(async () => {
    store = await openStore({ options: { trading: { enabled: false } } })
    const trading = await store.start({ options: {}, env: { MEDUSA_WORKER_MODE: "server" } })
    auditor = { ...store, stores: [trading] }
    shop = await openShop(store)
    alice = await signUp(store)
  })

  afterAll(() => store?.close())

  /** As if the order had been placed some minutes ago: younger ones may be on their way. */
  const age = (): Promise<unknown> =>
    store.db.query(
      `update "order" set created_at = created_at - interval '5 minutes', updated_at = updated_at - interval '5 minutes'`
    )

  const credited = (product: Product): Promise<number> => unitsIn(store, vaultOf(alice), product)

  it("is found by reconcile, and credited by its repair, once", async () => {
    const product = await tradable(store, shop, [3])
    const orderId = await orderFrom(await memberCart(store, shop, alice), product.variantId, 2)
    // Once its hold is settled; its units are too young to be missed.
    await until("nothing to find", async () => (await runReconcile(auditor)).code === 0)
    await age()
    const { findings } = await runReconcile(auditor)
    expect(findings).toEqual([
      expect.stringMatching(`missing_vault_credit: Order ${orderId} has 2 `),
    ])
    expect((await runReconcile(auditor, "--repair")).code).toBe(0)
    expect(await credited(product)).toBe(2)
    expect((await runReconcile(auditor, "--repair")).code).toBe(0)
    expect(await credited(product)).toBe(2)

    await store.admin.post(`/admin/orders/${orderId}/cancel`, {})
    await age()
    expect((await runReconcile(auditor)).findings).toEqual([
      expect.stringMatching(`missing_vault_debit: Order ${orderId} `),
    ])
    expect((await runReconcile(auditor, "--repair")).code).toBe(0)
    expect(await credited(product)).toBe(0)
  })

  it("is credited by the job of whichever server lives", async () => {
    const product = await tradable(store, shop, [3])
    const mortal = await store.start({
      options: {},
      preload: KILL_POINT,
      env: { KILL_POINT: "before-consumption" },
    })
    const cart = await memberCart(store, shop, alice, undefined, mortal.url)
    expect((await cart.buy(product.variantId)).networkError).toBeDefined()
    await mortal.ended
    await age()
    expect(await credited(product)).toBe(0)
    const living = await store.start({ options: {} })
    await until("the job", async () => (await credited(product)) === 1, 60_000)
    await living.stop()
  })
})

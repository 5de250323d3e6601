import { PROFILES } from "../../scripts/test/profiles"
import { Cart } from "../lib/cart"
import { signUp } from "../lib/drops"
import { readItem, readLedger } from "../lib/medusa-rows"
import { runReconcile, runReconcileCommand, withOptions } from "../lib/reconcile"
import { memberCart } from "../lib/shared-inventories"
import { openShop, type Shop } from "../lib/shop"
import { sharedStore, until, type StoreUnderTest } from "../lib/store-under-test"
import { Trader, aVariant, grant, tradeOf, units, vaultOf } from "../lib/trading"
import { ageOrders, orderFrom, tradable, unitsIn } from "../lib/vaults"

let store: StoreUnderTest
let shop: Shop

// The sweeper would repair some of this before reconcile saw it.
beforeAll(async () => {
  store = await sharedStore("quiet")
  shop = await openShop(store)
})

afterAll(() => store?.close())

/** Reconcile finds exactly this, changes nothing unless asked, repairs it, then finds nothing. */
async function expectRepaired(finding: RegExp, isUnchanged: () => Promise<boolean>): Promise<void> {
  const found = await runReconcile(store)
  expect(found).toEqual({ code: 1, findings: [expect.stringMatching(finding)] })
  expect(await isUnchanged()).toBe(true)
  expect((await runReconcile(store, "--repair")).code).toBe(0)
  expect(await runReconcile(store)).toEqual({ code: 0, findings: [] })
}

async function cartWith(
  stock: number,
  quantity = 1
): Promise<{ cart: Cart; inventoryItemId: string; variantId: string }> {
  const product = await shop.product([stock])
  const cart = await Cart.create(store, shop)
  expect((await cart.add(product.variantId, quantity)).status).toBe(200)
  return { cart, ...product }
}

const heldIs = (inventoryItemId: string, held: number) => async (): Promise<boolean> =>
  (await readLedger(store.db, inventoryItemId)).held === held

it("a store at work has no differences", async () => {
  const { cart, inventoryItemId } = await cartWith(3, 2)
  await cart.checkOut()
  await cart.complete()
  await until("the hold to be consumed", heldIs(inventoryItemId, 0))
  await cartWith(5, 4)
  expect(await runReconcileCommand(store)).toEqual({ code: 0, findings: [] })
})

it("miscounted_pool: a counter that somebody edited", async () => {
  const { inventoryItemId } = await cartWith(5, 2)
  await store.db.query("update holdfast_pool set held = 4 where counted_id = $1", [inventoryItemId])
  const finding = /^miscounted_pool: Pool \S+ counts 4 held; its active holds sum to 2/
  await expectRepaired(finding, heldIs(inventoryItemId, 4))
  expect(await heldIs(inventoryItemId, 2)()).toBe(true)
  await store.db.query("update holdfast_pool set held = 4 where counted_id = $1", [inventoryItemId])
  const found = { code: 1, findings: [expect.stringMatching(finding)] }
  expect(await runReconcileCommand(store)).toEqual(found)
  expect(await runReconcileCommand(store, "--repair")).toEqual({ ...found, code: 0 })
  expect(await heldIs(inventoryItemId, 2)()).toBe(true)
})

it("hold_of_deleted_cart: a cart that was deleted while it had holds", async () => {
  const { cart, inventoryItemId } = await cartWith(5, 2)
  await store.db.query("update cart set deleted_at = now() where id = $1", [cart.id])
  await expectRepaired(/^hold_of_deleted_cart: Hold \S+ of 2/, heldIs(inventoryItemId, 2))
  expect(await heldIs(inventoryItemId, 0)()).toBe(true)
})

it("unsettled_order: an event that was lost", async () => {
  const { cart, inventoryItemId } = await cartWith(5)
  await cart.checkOut()
  await cart.complete()
  await until("the hold to be consumed", heldIs(inventoryItemId, 0))
  // As if `order.placed` had never come. The journal keeps its entries, so this is one as well.
  await store.db.query(
    `with back as (
       update holdfast_hold set status = 'active', resolved_at = null, expires_at = now() + interval '1 hour'
       where cart_id = $1 returning pool_id
     ), entry as (
       insert into holdfast_entry (kind, pool_id, quantity, actor, reason) select 'recounted', pool_id, 1, 'admin', 'a test' from back
     )
     update holdfast_pool set held = held + 1 where id in (select pool_id from back)`,
    [cart.id]
  )
  await expectRepaired(
    new RegExp(`^unsettled_order: Cart ${cart.id} became order`),
    heldIs(inventoryItemId, 1)
  )
  expect(await heldIs(inventoryItemId, 0)()).toBe(true)
})

it("overpromised_level: stock that was taken away", async () => {
  const { cart, inventoryItemId } = await cartWith(3, 2)
  // Past the Admin API, which refuses this in a store of this profile.
  await store.db.query(
    `update inventory_level set stocked_quantity = 1, raw_stocked_quantity = '{"value": "1", "precision": 20}'
     where inventory_item_id = $1`,
    [inventoryItemId]
  )
  const isUnflagged = async () => (await cart.holds()).warnings.length === 0
  await expectRepaired(
    /^overpromised_level: .* 2 held, 1 available; 1 hold\(s\) to be flagged/,
    isUnflagged
  )
  expect(await isUnflagged()).toBe(false)
})

it("drifted_reserved_quantity: an update that Medusa lost", async () => {
  const { inventoryItemId } = await cartWith(5)
  await store.db.query(
    `update inventory_level set reserved_quantity = 3, raw_reserved_quantity = '{"value": "3", "precision": 20}'
     where inventory_item_id = $1`,
    [inventoryItemId]
  )
  const counter = async () =>
    (await readItem(store.db, inventoryItemId, shop.salesChannelId)).counter
  await expectRepaired(
    /^drifted_reserved_quantity: .* is 3, its reservation items sum to 0/,
    async () => (await counter()) === 3
  )
  expect(await counter()).toBe(0)
})

it("doubled_reservation: a move between locations that was cut off", async () => {
  const { cart, inventoryItemId } = await cartWith(5)
  await cart.checkOut()
  await cart.complete()
  await until("the hold to be consumed", heldIs(inventoryItemId, 0))
  const { rows } = await store.db.query<{ id: string; line_item_id: string }>(
    "select id, line_item_id from reservation_item where inventory_item_id = $1",
    [inventoryItemId]
  )
  const [old] = rows
  const [, elsewhere] = shop.locations
  await store.admin.post(`/admin/inventory-items/${inventoryItemId}/location-levels`, {
    location_id: elsewhere,
    stocked_quantity: 5,
  })
  await store.admin.post("/admin/reservations", {
    line_item_id: old?.line_item_id,
    inventory_item_id: inventoryItemId,
    location_id: elsewhere,
    quantity: 1,
    metadata: { holdfast_moved_from: old?.id },
  })
  const reserved = async () =>
    (await readItem(store.db, inventoryItemId, shop.salesChannelId)).reserved
  await expectRepaired(
    new RegExp(`^doubled_reservation: Reservation ${old?.id}`),
    async () => (await reserved()) === 2
  )
  expect(await reserved()).toBe(1)
})

async function pendingTrade(alice: Trader, bob: Trader) {
  const card = aVariant()
  await grant(store.db, alice.self, units(card, 3))
  const body = { target: bob.asTarget, offered: [units(card, 2)], wanted: [] }
  return { card, trade: tradeOf(await alice.propose(body)) }
}

it("finds vaults and trades that were written manually, and repairs them", async () => {
  const [alice, bob] = [await Trader.signUp(store, shop), await Trader.signUp(store, shop)]
  const counted = aVariant()
  await grant(store.db, alice.self, units(counted, 3))
  await store.db.query(`update holdfast_pool set quantity = 30 where counted_id = $1`, [counted])
  const ended = await pendingTrade(alice, bob)
  await store.db.query(
    `update holdfast_trade set status = 'cancelled', resolved_at = now() where id = $1`,
    [ended.trade.id]
  )
  const bare = await pendingTrade(alice, bob)
  await store.db.query(
    `update holdfast_hold set expires_at = clock_timestamp() - interval '1 second' where holder_id = $1`,
    [bare.trade.id]
  )

  const { code, findings } = await runReconcile(store)
  expect(code).toBe(1)
  expect(findings.sort()).toEqual([
    expect.stringMatching(
      /^hold_of_ended_trade: Hold \S+ of 2 belongs to trade \S+, which has ended/
    ),
    expect.stringMatching(/^trade_without_units: Trade \S+ .* give 2 units and 0 are held/),
    expect.stringMatching(/^unbalanced_vault: Vault \S+ counts 30 units; its journal sums to 3/),
  ])
  expect((await runReconcile(store, "--repair")).code).toBe(0)
  expect(await runReconcile(store)).toEqual({ code: 0, findings: [] })
  expect(await vaultOf(store.db, alice.self, counted)).toEqual({ quantity: 3, held: 0 })
  expect(await vaultOf(store.db, alice.self, ended.card)).toEqual({ quantity: 3, held: 0 })
  expect(await vaultOf(store.db, alice.self, bare.card)).toEqual({ quantity: 3, held: 0 })
  expect((await bob.trade(bare.trade.id)).status).toBe("cancelled")
})

describe("an order of tradable units that no subscriber heard of", () => {
  it("is credited by the repair, and debited after its cancellation, once", async () => {
    const alice = await signUp(store)
    const product = await tradable(store, shop, [3])
    const credited = () => unitsIn(store, { type: "customer", id: alice.id }, product)
    const deaf = { ...PROFILES.quiet, trading: { enabled: false } }
    const orderId = await withOptions(store, deaf, async () => {
      const id = await orderFrom(await memberCart(store, shop, alice), product.variantId, 2)
      const settled = async () => (await readLedger(store.db, product.inventoryItemId)).active === 0
      await until("its hold to be settled", settled)
      return id
    })
    await ageOrders(store, product)
    expect((await runReconcile(store)).findings).toEqual([
      expect.stringMatching(`missing_vault_credit: Order ${orderId} has 2 `),
    ])
    for (let time = 0; time < 2; time++) {
      expect((await runReconcile(store, "--repair")).code).toBe(0)
      expect(await credited()).toBe(2)
    }

    await withOptions(store, deaf, async () => {
      await store.admin.post(`/admin/orders/${orderId}/cancel`, {})
      await runReconcile(store) // the event has been delivered by its end
    })
    await ageOrders(store, product)
    expect((await runReconcile(store)).findings).toEqual([
      expect.stringMatching(`missing_vault_debit: Order ${orderId} `),
    ])
    expect((await runReconcile(store, "--repair")).code).toBe(0)
    expect(await credited()).toBe(0)
  })
})

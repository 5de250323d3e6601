import { rushStore } from "../../scripts/rush/rush-store"
import type { RushResult } from "../../scripts/rush/result"
import { ADMIN } from "../../scripts/seed/accounts"
import type { StoreKind } from "../../scripts/store/projects"
import { Cart } from "../lib/cart"
import { readItem } from "../lib/medusa-rows"
import { openShop } from "../lib/shop"
import { openStore, type StoreOptions } from "../lib/store-under-test"

const SILENT = {
  say: () => undefined,
  start: () => undefined,
  tick: () => undefined,
  end: () => undefined,
}

interface Rush {
  shoppers: number
  units: number
  locations: 1 | 2
}

/** The rush of the command line against a store of its own, in a size that fits the tests. */
async function rush(options: StoreOptions, settings: Rush): Promise<RushResult> {
  const store = await openStore(options)
  try {
    const target = {
      store: options.kind ?? "holdfast",
      urls: store.stores.map((one) => one.url),
      admin: ADMIN,
      databaseUrl: store.databaseUrl,
    }
    return await rushStore(target, settings, SILENT)
  } finally {
    await store.close()
  }
}

const SOLD_OUT_CLEANLY = (units: number) => ({
  orders: units,
  order_rows: units,
  oversold: 0,
  errors_5xx: 0,
  errors_network: 0,
  drift: 0,
  holds_lost: 0,
  reserved_quantity: units,
  active_holds: 0,
})

describe("the last units at two locations, one process", () => {
  const settings: Rush = { shoppers: 40, units: 10, locations: 2 }

  it("control: stock Medusa sends everybody to the first location and leaves units unsold", async () => {
    const result = await rush({ kind: "stock" }, settings)
    expect(result.orders).toBeLessThan(10)
  })

  it("are sold to the last one, and every other shopper gets an error that says so", async () => {
    const result = await rush({}, settings)
    expect(result).toMatchObject({ ...SOLD_OUT_CLEANLY(10), refused: 30, refusals_explained: 30 })
  })

  it("are sold so with the Postgres lock provider too, on which stock Medusa starves its own connections", async () => {
    const result = await rush({ lock: "postgres" }, settings)
    expect(result).toMatchObject({ ...SOLD_OUT_CLEANLY(10), refused: 30 })
  })
})

describe("two server processes with locks in memory", () => {
  it("control: stock Medusa sells more than there is, or loses count", async () => {
    const result = await rush(
      { kind: "stock", processes: 2 },
      { shoppers: 40, units: 10, locations: 1 }
    )
    expect(result.oversold + result.drift).toBeGreaterThan(0)
  })

  it("sell each unit once, and count right", async () => {
    const result = await rush({ processes: 2 }, { shoppers: 40, units: 10, locations: 1 })
    expect(result).toMatchObject({ ...SOLD_OUT_CLEANLY(10), refused: 30 })
  })
})

describe("two lines of 4 that share an inventory item with 5 in stock", () => {
  async function buyTwice(kind: StoreKind) {
    const store = await openStore({ kind })
    try {
      const shop = await openShop(store)
      const single = await shop.product([5])
      const twin = await shop.product([], {
        inventory_items: [{ inventory_item_id: single.inventoryItemId, required_quantity: 1 }],
      })
      const cart = await Cart.create(store, shop)
      const added = [await cart.add(single.variantId, 4), await cart.add(twin.variantId, 4)]
      await cart.checkOut()
      const ordered = await cart.complete()
      const { reserved } = await readItem(store.db, single.inventoryItemId, shop.salesChannelId)
      return { statuses: added.map((one) => one.status), type: ordered.body?.type, reserved }
    } finally {
      await store.close()
    }
  }

  it("control: stock Medusa reserves 8 of 5", async () => {
    expect(await buyTwice("stock")).toEqual({ statuses: [200, 200], type: "order", reserved: 8 })
  })

  it("are refused together, and one of them is sold", async () => {
    expect(await buyTwice("holdfast")).toEqual({ statuses: [200, 409], type: "order", reserved: 4 })
  })
})

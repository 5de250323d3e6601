import path from "node:path"
import { PROFILES } from "../../scripts/test/profiles"
import { openStore, sharedStore } from "../lib/store-under-test"
import { findViolations } from "../lib/trade-checks"
import { CLIENTS, expectConservation, openMarket, trade } from "../lib/trade-market"

const SECONDS = Number(process.env.TRADES_SECONDS ?? 60)
/** The control trades for so long at a time, until it breaks. */
const CONTROL_SECONDS = 4
const CONTROL_TURNS_MAX = 30

it(`conserves every unit while ${CLIENTS} clients trade for ${SECONDS} s`, async () => {
  const store = await sharedStore("pair")
  try {
    expect([...(await expectConservation(store, SECONDS)).keys()].sort()).toEqual([
      "cancel",
      "confirm",
      "counter",
      "decline",
      "deposit",
      "expire",
      "propose",
      "ring",
      "withdraw",
    ])
  } finally {
    await store.close()
  }
})

it("control: without the ledger's locks and checks the same trades break it", async () => {
  const preload = path.join(__dirname, "..", "fixtures", "no-locks.js")
  const store = await openStore({
    processes: 2,
    options: PROFILES.pair,
    checked: false,
    preload,
  })
  try {
    for (const check of [
      "holdfast_pool_held_not_negative",
      "holdfast_pool_quantity_not_negative",
      "holdfast_pool_held_within_quantity",
    ]) {
      await store.db.query(`alter table holdfast_pool drop constraint ${check}`)
    }
    let violations: string[] = []
    for (let turn = 0; turn < CONTROL_TURNS_MAX && !violations.length; turn++) {
      // One item and two trades that all answer at once: the window is small, and the machine may
      // be slow. A new market each time, since an old one has its units where nobody can offer
      // them.
      const { mix, totals } = await openMarket(store, { items: 1, known: 2 })
      await trade(mix, CONTROL_SECONDS, turn)
      violations = await findViolations(store.db, totals)
    }
    expect(violations).not.toEqual([])
  } finally {
    await store.close()
  }
})

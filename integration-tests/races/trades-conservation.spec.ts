import { sharedStore } from "../lib/store-under-test"
import { CLIENTS, expectConservation } from "../lib/trade-market"

/** The long form, and its control, are in `full`. */
const SECONDS = 12

it(`conserves every unit while ${CLIENTS} clients trade for ${SECONDS} s`, async () => {
  const store = await sharedStore("pair")
  try {
    const done = await expectConservation(store, SECONDS)
    for (const action of ["propose", "confirm", "withdraw"] as const) {
      expect(done.get(action)).toBeGreaterThan(0)
    }
  } finally {
    await store.close()
  }
})

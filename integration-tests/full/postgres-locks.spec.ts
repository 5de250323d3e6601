import type { StoreUnderTest } from "../lib/store-under-test"
import { openTrio, sellsEachUnitOnce } from "../lib/trio"

describe("two servers and a worker, with the Postgres lock provider and events in memory", () => {
  let store: StoreUnderTest

  // The servers' events reach nobody: what they leave open is settled by the worker's sweeper.
  beforeAll(async () => {
    store = await openTrio({ lock: "postgres" })
  })
  afterAll(() => store?.close())

  sellsEachUnitOnce(() => store)
})

import { useLedgerDatabase } from "../lib/ledger-database"
import { atOnce, createBarrier, failureCodes, fulfilled } from "../lib/barrier"
import { isRetryable } from "../../src/shared/database-errors"
import { acquireLocks, releaseLocks } from "../../src/modules/ledger/operations/locks"

const ledger = useLedgerDatabase()

/**
 * What the ledger's service does with an attempt that PostgreSQL, or another cart, was faster than.
 */
async function acquire(owner: string, items: readonly string[]): Promise<boolean> {
  for (;;) {
    try {
      const input = { keys: items, cart_id: `cart_of_${owner}`, owner, seconds: 60 }
      return !(await ledger.tx((executor) => acquireLocks(executor, input))).length
    } catch (error) {
      if (!isRetryable(error)) throw error
    }
  }
}

/** As a completion does: tries until it has the locks. Each try is a round trip. */
async function underLocks(owner: string, items: readonly string[], work: () => Promise<void>) {
  while (!(await acquire(owner, items)));
  await work()
  await releaseLocks(ledger.pool, { of: { owner } })
}

/**
 * Stands for Medusa's `reserved_quantity`, which a lock of one process only would lose updates of.
 */
const createCounter = async () => {
  await ledger.rows(`create table if not exists reserved_quantity (value int not null)`)
  await ledger.rows(`truncate reserved_quantity`)
  await ledger.rows(`insert into reserved_quantity values (0)`)
}
const readCounter = async () =>
  (await ledger.rows<{ value: number }>(`select value from reserved_quantity`))[0]?.value ?? 0
const writeCounter = (value: number) =>
  ledger.rows(`update reserved_quantity set value = $1`, [value])

const CARTS = 12

it("the completions of one item come one after the other", async () => {
  await createCounter()
  let inside = 0
  let most = 0
  fulfilled(
    await atOnce(CARTS, (index) =>
      underLocks(`attempt_${index}`, ["i1"], async () => {
        most = Math.max(most, (inside += 1))
        await writeCounter((await readCounter()) + 1)
        inside -= 1
      })
    )
  )
  expect(most).toBe(1)
  expect(await readCounter()).toBe(CARTS)
})

it("carts of several items never meet at any of them, whatever the order they name them in", async () => {
  const items = ["i1", "i2", "i3", "i4"]
  const inside = new Map<string, number>()
  const met: string[] = []
  fulfilled(
    await atOnce(CARTS, async (index) => {
      const mine = [items[index % 4], items[(index + 1) % 4], items[(index + 2) % 4]].flatMap(
        (item) => item ?? []
      )
      for (let round = 0; round < 3; round++) {
        await underLocks(`attempt_${index}_${round}`, mine, async () => {
          for (const item of mine) {
            inside.set(item, (inside.get(item) ?? 0) + 1)
            if (inside.get(item) !== 1) met.push(item)
          }
          await readClock()
          for (const item of mine) inside.set(item, (inside.get(item) ?? 0) - 1)
        })
      }
    })
  )
  expect(met).toEqual([])
})

it("a lock that expired goes to one of those who wait, not to two", async () => {
  const items = ["i1", "i2"]
  for (let round = 0; round < 10; round++) {
    await ledger.clear()
    await acquire("crashed", items)
    await ledger.rows(`update holdfast_lock set expires_at = clock_timestamp()`)
    const taken = fulfilled(await atOnce(CARTS, (index) => acquire(`attempt_${index}`, items)))
    expect(taken.filter(Boolean)).toHaveLength(1)
    const owners = await ledger.rows<{ owner: string }>(`select distinct owner from holdfast_lock`)
    expect(owners).toHaveLength(1)
  }
})

it("control: without locks, completions that read the same snapshot lose each other's reservation", async () => {
  await createCounter()
  const everybodyHasLooked = createBarrier(CARTS)
  const outcomes = await atOnce(CARTS, async () => {
    const seen = await readCounter()
    await everybodyHasLooked()
    await writeCounter(seen + 1)
  })
  expect(failureCodes(outcomes)).toEqual([])
  expect(await readCounter()).toBe(1)
})

const readClock = () => ledger.rows(`select clock_timestamp()`)

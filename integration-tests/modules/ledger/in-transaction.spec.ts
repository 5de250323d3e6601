import { useLedgerDatabase } from "../../lib/ledger-database"
import { placeHold, request } from "../../lib/ledger-requests"
import {
  isLockTimeout,
  isRetryable,
  translate,
  ConcurrentChangeError,
} from "../../../src/shared/database-errors"
import { lockHolds, lockPools } from "../../../src/modules/ledger/operations/row-locks"
import { moveHolds } from "../../../src/modules/ledger/operations/consume"
import { release } from "../../../src/modules/ledger/operations/release"

const ledger = useLedgerDatabase()

describe("a transaction of the ledger", () => {
  it("writes everything or nothing", async () => {
    const pool = await ledger.dropPool("5")
    const failing = ledger.tx(async (executor) => {
      await executor.query(`update holdfast_pool set quantity = 9 where id = $1`, [pool])
      throw new Error("changed my mind")
    })
    await expect(failing).rejects.toThrow("changed my mind")
    expect((await ledger.readPool(pool)).quantity).toBe("5")
  })

  it("waits for a lock no longer than its limit, and reports that the ledger is busy", async () => {
    const pool = await ledger.dropPool("5")
    const other = await ledger.begin()
    await lockPools(other, [pool])
    const waiting = ledger.tx((executor) => lockPools(executor, [pool]), { lockTimeoutMs: 20 })
    const error: unknown = await waiting.catch((caught: unknown) => caught)
    await other.rollback()
    expect(isLockTimeout(error)).toBe(true)
    expect(translate(error)).toMatchObject({ code: "CHECKOUT_BUSY", cause: error })
  })

  it("ends a statement that runs too long", async () => {
    const slow = ledger.tx((executor) => executor.query("select pg_sleep(60)"), {
      statementTimeoutMs: 20,
    })
    const error: unknown = await slow.catch((caught: unknown) => caught)
    expect(translate(error)).toMatchObject({ code: "CHECKOUT_BUSY" })
  })

  it("does not leave its limits to the connection's next user", async () => {
    const settings = () => ledger.rows<{ lock_timeout: string }>("show lock_timeout")
    await ledger.tx((executor) => executor.query("select 1"), { lockTimeoutMs: 123 })
    expect(await settings()).toEqual([{ lock_timeout: "0" }])
  })

  it("survives the loss of its connection, and the next one works", async () => {
    const pool = await ledger.dropPool("5")
    const cut = ledger.tx(async (executor) => {
      await executor.query(`update holdfast_pool set quantity = 9 where id = $1`, [pool])
      await executor.query("select pg_terminate_backend(pg_backend_pid())")
    })
    const error: unknown = await cut.catch((caught: unknown) => caught)
    expect(translate(error)).toMatchObject({ code: "CHECKOUT_BUSY" })
    expect((await ledger.readPool(pool)).quantity).toBe("5")
  })

  it("survives the loss of its connection between two statements", async () => {
    const cut = ledger.tx(async (executor) => {
      const { rows } = await executor.query<{ pid: number }>("select pg_backend_pid() as pid")
      const pid = rows[0]?.pid
      await ledger.rows("select pg_terminate_backend($1)", [pid])
      // The event has not reached us yet.
      while ((await ledger.rows("select 1 from pg_stat_activity where pid = $1", [pid])).length);
      await ledger.rows("select 1")
      await executor.query("select 1")
    })
    const error: unknown = await cut.catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(Error)
    await expect(ledger.tx((executor) => executor.query("select 1"))).resolves.toBeTruthy()
  })
})

describe("locking holds", () => {
  const BY = { actor: "system", reason: "a test" } as const

  async function holdThatMoves() {
    const [from, to] = [await ledger.dropPool("5"), await ledger.dropPool("5")]
    const { hold_id } = await placeHold(ledger, request([{ pool_id: from, quantity: "1" }]))
    return { from, to, hold_id }
  }

  it("starts again when a hold moved to another pool while it waited for the old one", async () => {
    const { from, to, hold_id } = await holdThatMoves()
    const mover = await ledger.begin()
    await lockPools(mover, [from, to])
    const releasing = ledger.tx((executor) =>
      release(executor, [{ hold_id, quantity: "1" }], { actor: "shopper", reason: "a test" })
    )
    const outcome = releasing.catch((caught: unknown) => caught)
    await mover.untilBlocking(1)
    await moveHolds(mover, [{ hold_id, to_pool_id: to }], BY)
    await mover.commit()
    const error = await outcome
    expect(error).toBeInstanceOf(ConcurrentChangeError)
    expect(isRetryable(error)).toBe(true)
    expect(await ledger.readHold(hold_id)).toMatchObject({ status: "active", pool_id: to })
    expect(await ledger.miscounted()).toEqual([])
  })

  it("allows a move between pools when it has locked both", async () => {
    const { from, to, hold_id } = await holdThatMoves()
    const there = await placeHold(ledger, request([{ pool_id: to, quantity: "1" }]))
    const mover = await ledger.begin()
    await lockPools(mover, [from, to])
    const locking = ledger.tx((executor) =>
      lockHolds(executor, { hold_ids: [hold_id, there.hold_id] })
    )
    await mover.untilBlocking(1)
    await moveHolds(mover, [{ hold_id, to_pool_id: to }], BY)
    await mover.commit()
    const holds = await locking
    expect(holds.map((hold) => hold.pool_id)).toEqual([to, to])
  })

  it("omits a hold that was resolved while it waited", async () => {
    const { from, hold_id } = await holdThatMoves()
    const other = await ledger.begin()
    await lockPools(other, [from])
    const locking = ledger.tx((executor) => lockHolds(executor, { hold_ids: [hold_id] }))
    await other.untilBlocking(1)
    await release(other, [{ hold_id, quantity: "1" }], BY)
    await other.commit()
    expect(await locking).toEqual([])
  })
})

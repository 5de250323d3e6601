import { lockMovementKey } from "../../../src/modules/ledger/operations/row-locks"
import { useLedgerDatabase } from "../../lib/ledger-database"
import {
  ALICE,
  BOB,
  BY,
  CARD,
  CLUB,
  PAGE,
  contradictions,
  give,
  move,
  moved,
  promise,
  totalOf,
  unitsOf,
  vaultId,
} from "../../lib/ledger-vaults"
import { moveUnits } from "../../../src/modules/ledger/operations/move-units"

const ledger = useLedgerDatabase()

const entriesOf = async (owner: typeof ALICE) =>
  ledger.readEntries({ pool_id: await vaultId(ledger, owner) })

it("credits, transfers and debits, and journals each side", async () => {
  await give(ledger, ALICE, "5")
  await moved(ledger, { variant_id: CARD, from: ALICE, to: CLUB, quantity: "3" })
  await moved(ledger, { variant_id: CARD, from: CLUB, quantity: "1" })
  expect(await unitsOf(ledger, ALICE)).toEqual({ quantity: "2", held: "0" })
  expect(await unitsOf(ledger, CLUB)).toEqual({ quantity: "2", held: "0" })
  expect(await entriesOf(ALICE)).toMatchObject([
    { kind: "credited", quantity: "5", actor: "shopper", reason: "a test" },
    { kind: "given", quantity: "-3" },
  ])
  expect(await entriesOf(CLUB)).toMatchObject([
    { kind: "received", quantity: "3" },
    { kind: "debited", quantity: "-1" },
  ])
  expect(await contradictions(ledger)).toEqual([])
})

describe("all or none", () => {
  it("names every vault that is short, summed over the movements, and moves nothing", async () => {
    await give(ledger, ALICE, "5")
    await give(ledger, ALICE, "1", PAGE)
    const result = await move(
      ledger,
      { variant_id: CARD, from: ALICE, to: BOB, quantity: "3" },
      { variant_id: CARD, from: ALICE, to: CLUB, quantity: "3" },
      { variant_id: PAGE, from: ALICE, to: BOB, quantity: "2" },
      { variant_id: CARD, to: BOB, quantity: "7" }
    )
    expect(result).toEqual({
      outcome: "short",
      vaults: [
        { owner: ALICE, variant_id: CARD, asked: "6", available: "5" },
        { owner: ALICE, variant_id: PAGE, asked: "2", available: "1" },
      ],
    })
    expect(await unitsOf(ledger, BOB)).toEqual({ quantity: "0", held: "0" })
    expect(await unitsOf(ledger, ALICE)).toEqual({ quantity: "5", held: "0" })
  })

  it("does not pass on a unit that the same call brings", async () => {
    await give(ledger, ALICE, "1")
    const result = await move(
      ledger,
      { variant_id: CARD, from: ALICE, to: BOB, quantity: "1" },
      { variant_id: CARD, from: BOB, to: CLUB, quantity: "1" }
    )
    expect(result).toMatchObject({ outcome: "short", vaults: [{ owner: BOB, available: "0" }] })
    expect(await unitsOf(ledger, ALICE)).toMatchObject({ quantity: "1" })
  })

  it("is undone with the transaction around it", async () => {
    await give(ledger, ALICE, "1")
    const refused = ledger.tx(async (executor) => {
      const step = { variant_id: CARD, from: ALICE, to: BOB, quantity: "1", reference: "r" }
      await moveUnits(executor, [step], BY)
      throw new Error("something else went wrong")
    })
    await expect(refused).rejects.toThrow("something else")
    expect(await unitsOf(ledger, ALICE)).toMatchObject({ quantity: "1" })
    expect(await contradictions(ledger)).toEqual([])
  })
})

describe("a partial debit", () => {
  it("takes what is free, even nothing, and its key is known from then on", async () => {
    await give(ledger, ALICE, "3")
    await promise(ledger, ALICE, "1")
    const take = {
      variant_id: CARD,
      from: ALICE,
      quantity: "5",
      partial: true as const,
    }
    expect(await moved(ledger, { ...take, idempotency_key: "k1" })).toMatchObject({
      moved: ["2"],
      replayed: [false],
    })
    expect(await moved(ledger, { ...take, idempotency_key: "k2" })).toMatchObject({
      moved: ["0"],
      replayed: [false],
    })
    await give(ledger, ALICE, "4")
    for (const idempotency_key of ["k1", "k2"]) {
      expect(await moved(ledger, { ...take, idempotency_key })).toMatchObject({
        moved: ["0"],
        replayed: [true],
      })
    }
    expect(await unitsOf(ledger, ALICE)).toEqual({ quantity: "5", held: "1" })
    expect(await contradictions(ledger)).toEqual([])
  })

  it("shares what is free among the movements of one call", async () => {
    await give(ledger, ALICE, "3")
    const take = { variant_id: CARD, from: ALICE, quantity: "2", partial: true as const }
    expect((await moved(ledger, take, take, take)).moved).toEqual(["2", "1", "0"])
    expect(await totalOf(ledger)).toBe("0")
  })
})

describe("an idempotency key", () => {
  it("lets a movement happen once, beside others that are new", async () => {
    const credit = { variant_id: CARD, to: ALICE, quantity: "2", idempotency_key: "order line 1" }
    await moved(ledger, credit)
    expect(
      await moved(ledger, credit, { ...credit, idempotency_key: "order line 2" })
    ).toMatchObject({ moved: ["0", "2"], replayed: [true, false] })
    expect(await unitsOf(ledger, ALICE)).toMatchObject({ quantity: "4" })
  })

  it("returns its earlier reference, and makes the next call with it wait", async () => {
    await moved(ledger, {
      variant_id: CARD,
      to: ALICE,
      quantity: "1",
      idempotency_key: "k",
      reference: "grant_1",
    })
    const session = await ledger.begin()
    expect(await lockMovementKey(session, "k")).toBe("grant_1")
    expect(await lockMovementKey(session, "another")).toBeUndefined()
    const second = ledger.tx((executor) => lockMovementKey(executor, "another"))
    await session.untilBlocking(1)
    await session.query(
      `insert into holdfast_entry (kind, pool_id, quantity, actor, reason, reference, idempotency_key)
       values ('credited', 'hfpool_x', 1, 'admin', 'a test', 'grant_2', 'another')`
    )
    await session.commit()
    expect(await second).toBe("grant_2")
  })
})

describe("units that are held", () => {
  it("cannot leave the vault, and free units can", async () => {
    await give(ledger, ALICE, "5")
    await promise(ledger, ALICE, "2")
    expect(await unitsOf(ledger, ALICE)).toEqual({ quantity: "5", held: "2" })
    const step = { variant_id: CARD, from: ALICE, to: BOB }
    expect(await move(ledger, { ...step, quantity: "4" })).toMatchObject({
      outcome: "short",
      vaults: [{ asked: "4", available: "3" }],
    })
    await moved(ledger, { ...step, quantity: "3" })
    expect(await unitsOf(ledger, ALICE)).toEqual({ quantity: "2", held: "2" })
  })

  it("are free as soon as the hold expires, tidied or not", async () => {
    await give(ledger, ALICE, "2")
    const hold = await promise(ledger, ALICE, "2")
    await ledger.lapse(hold)
    expect(await unitsOf(ledger, ALICE)).toEqual({ quantity: "2", held: "0" })
    const { changes } = await moved(ledger, {
      variant_id: CARD,
      from: ALICE,
      to: BOB,
      quantity: "2",
    })
    expect(changes).toMatchObject([{ hold_id: hold, kind: "expired" }])
    expect((await ledger.readHold(hold)).status).toBe("expired")
    expect(await contradictions(ledger)).toEqual([])
  })
})

it("the database itself rejects a vault below what is held", async () => {
  await give(ledger, ALICE, "2")
  await promise(ledger, ALICE, "2")
  const id = await vaultId(ledger, ALICE)
  await expect(
    ledger.rows(`update holdfast_pool set quantity = 1 where id = $1`, [id])
  ).rejects.toMatchObject({ constraint: "holdfast_pool_held_within_quantity" })
})

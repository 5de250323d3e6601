import { setTimeout as delay } from "node:timers/promises"
import type { Hint } from "../hints"
import { HINTS_WAITING_MAX, Outbox } from "../outbox"

const figures = (number: number): Hint => ({ kind: "figures", drop_id: `drop-${number}` })

/** An outbox whose first sending hangs until `open` is called. */
function openOutbox() {
  const sent: Hint[][] = []
  const warnings: string[] = []
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  const publish = (hints: readonly string[]): Promise<void> => {
    sent.push(hints.map((hint) => JSON.parse(hint) as Hint)) // pushed as hints
    return opened
  }
  const outbox = new Outbox(publish, (message) => warnings.push(message))
  const untilSent = async (count: number): Promise<void> => {
    for (const end = Date.now() + 5_000; sent.length < count && Date.now() < end;) await delay(5)
    expect(sent).toHaveLength(count)
  }
  return { outbox, sent, warnings, open, untilSent }
}

it("sends concurrent hints together, in order and equal ones once", async () => {
  const { outbox, sent, warnings, untilSent } = openOutbox()
  for (const number of [2, 1, 2]) outbox.push(figures(number))
  await untilSent(1)
  expect(sent).toEqual([[figures(2), figures(1)]])
  expect(warnings).toEqual([])
})

it("sends all hints that wait, up to the limit", async () => {
  const { outbox, sent, warnings, open, untilSent } = openOutbox()
  outbox.push(figures(0))
  await untilSent(1)
  const hints = Array.from({ length: HINTS_WAITING_MAX }, (_, number) => figures(number))
  hints.forEach((hint) => outbox.push(hint))
  open()
  await untilSent(2)
  expect(sent[1]).toEqual(hints)
  expect(warnings).toEqual([])
})

it("drops hints beyond the limit, logs it, and makes the others re-read", async () => {
  const { outbox, sent, warnings, open, untilSent } = openOutbox()
  outbox.push(figures(0))
  await untilSent(1)
  for (let number = 0; number <= HINTS_WAITING_MAX; number++) outbox.push(figures(number))
  outbox.push(figures(1))
  open()
  await untilSent(2)
  expect(sent[1]).toEqual([{ kind: "resync" }, figures(1)])
  expect(warnings).toEqual([expect.stringContaining(String(HINTS_WAITING_MAX))])
})

import type { Throughput } from "../kernel/callers"
import { dropReserve, hotRow } from "../kernel/contenders"
import { measureContest, OURS, PLENTY, type Contest } from "../kernel/contest"
import { createLedgerDatabase } from "../lib/empty-database"
import type { BenchContext } from "../suite"

// 50 connections make the hot row slower: all of them wait for it.
const ALIKE = { connections: OURS, units: PLENTY, limitPerHolder: 1 }

const CASES = {
  hotRow: { ...ALIKE, open: hotRow, callers: 50 },
  reserve: { ...ALIKE, open: dropReserve, callers: 5_000 },
} satisfies Record<string, Contest>
export type KernelCase = keyof typeof CASES

export const KERNEL_CALLERS: Record<KernelCase, number> = {
  hotRow: CASES.hotRow.callers,
  reserve: CASES.reserve.callers,
}

export type KernelRound = Record<KernelCase, Throughput>

/** A drop's reserve without HTTP (once, a limit per customer) against a hot-row statement. */
export async function measureKernel(context: BenchContext): Promise<KernelRound[]> {
  const { server, defer, rounds, say } = context
  const database = await createLedgerDatabase(server)
  defer(() => database.drop())
  const measured: KernelRound[] = []
  for (let round = 1; round <= rounds; round++) {
    say(`drops, kernel: round ${round} of ${rounds}`)
    measured.push({
      hotRow: await measureContest(database.url, CASES.hotRow),
      reserve: await measureContest(database.url, CASES.reserve),
    })
  }
  return measured
}

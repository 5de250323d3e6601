/** Holds callers back until all have come, so that they race every time and not by luck. */
export function createBarrier(parties: number): () => Promise<void> {
  let arrived = 0
  let open: () => void
  const opened = new Promise<void>((resolve) => (open = resolve))
  return () => {
    arrived += 1
    if (arrived >= parties) open()
    return opened
  }
}

/**
 * Runs `work` several times at once. Returns all outcomes; a failed one does not hide the others.
 */
export function atOnce<Result>(
  times: number,
  work: (index: number) => Promise<Result>
): Promise<PromiseSettledResult<Result>[]> {
  return Promise.allSettled(Array.from({ length: times }, (_, index) => work(index)))
}

export function fulfilled<Result>(outcomes: readonly PromiseSettledResult<Result>[]): Result[] {
  return outcomes.map((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason
    return outcome.value
  })
}

/** The SQLSTATEs of the failures. */
export function failureCodes(outcomes: readonly PromiseSettledResult<unknown>[]): string[] {
  return outcomes.flatMap((outcome) =>
    outcome.status === "rejected" ? [String((outcome.reason as { code?: unknown }).code)] : []
  )
}

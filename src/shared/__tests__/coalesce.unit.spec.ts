import { coalesce } from "../coalesce"

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Look-ups that end on request, with the figure as each began. */
function openLooks(options = {}) {
  const begun: { keys: readonly string[]; end: (failure?: Error) => void }[] = []
  let figure = 0
  const ask = coalesce<undefined, number>((_, keys) => {
    const seen = figure
    return new Promise((resolve, reject) => {
      const end = (failure?: Error): void =>
        failure ? reject(failure) : resolve(keys.map(() => seen))
      begun.push({ keys, end })
    })
  }, options)
  const look = (key: string): Promise<number> => ask(undefined, key)
  const untilBegun = async (count: number): Promise<void> => {
    const end = Date.now() + 5_000
    while (begun.length < count && Date.now() < end) await nextTurn()
    expect(begun).toHaveLength(count)
  }
  return { look, begun, untilBegun, set: (value: number) => (figure = value) }
}

it("serves concurrent requests with one look-up, each key once", async () => {
  const { look, begun, untilBegun } = openLooks()
  const answers = Promise.all([look("a"), look("b"), look("a")])
  await untilBegun(1)
  expect(begun[0]?.keys).toEqual(["a", "b"])
  begun[0]?.end()
  expect(await answers).toEqual([0, 0, 0])
})

it("gives no request an older result", async () => {
  const { look, begun, untilBegun, set } = openLooks()
  const early = look("a")
  await untilBegun(1)
  set(1)
  const late = [look("a"), look("a")]
  await untilBegun(1) // one at a time
  begun[0]?.end()
  expect(await early).toBe(0)
  await untilBegun(2)
  begun[1]?.end()
  expect(await Promise.all(late)).toEqual([1, 1])
})

it("forgets a look-up that failed", async () => {
  const { look, begun, untilBegun } = openLooks()
  const failing = look("a")
  await untilBegun(1)
  const next = look("a")
  begun[0]?.end(new Error("no connection"))
  await expect(failing).rejects.toThrow("no connection")
  await untilBegun(2)
  begun[1]?.end()
  expect(await next).toBe(0)
})

it("waits for a hanging look-up only up to its limit", async () => {
  const { look, begun, untilBegun } = openLooks({ waitMs: 1 })
  void look("a")
  await untilBegun(1)
  const next = look("a")
  await untilBegun(2)
  begun[1]?.end()
  expect(await next).toBe(0)
})

it("keeps its pace, and serves all requests meanwhile with one more call", async () => {
  const begun: number[] = []
  const tell = coalesce<undefined, number>(
    async (_, keys) => {
      begun.push(performance.now())
      return keys.map(() => begun.length)
    },
    { everyMs: 50 }
  )
  expect(await tell(undefined, "a")).toBe(1)
  expect(await Promise.all(["a", "b", "a"].map((key) => tell(undefined, key)))).toEqual([2, 2, 2])
  expect((begun[1] ?? 0) - (begun[0] ?? 0)).toBeGreaterThanOrEqual(49)
})

it("bounds a call, and serves the rest with the next", async () => {
  const calls: number[] = []
  const look = coalesce<undefined, string>(
    async (_, keys) => {
      calls.push(keys.length)
      return [...keys]
    },
    { batchMax: 2 }
  )
  const keys = ["a", "b", "c", "d", "e"]
  expect(await Promise.all(keys.map((key) => look(undefined, key)))).toEqual(keys)
  expect(calls).toEqual([2, 2, 1])
})

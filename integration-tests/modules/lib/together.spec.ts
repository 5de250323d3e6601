import { together } from "../../../src/shared/together"

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Look-ups that end when they are told to; the figure is looked at as one begins. */
function openLooks(options = {}) {
  const begun: { keys: readonly string[]; end: (failure?: Error) => void }[] = []
  let figure = 0
  const look = together<number>((keys) => {
    const seen = figure
    return new Promise((resolve, reject) => {
      const end = (failure?: Error): void =>
        failure ? reject(failure) : resolve(keys.map(() => seen))
      begun.push({ keys, end })
    })
  }, options)
  const untilBegun = async (count: number): Promise<void> => {
    const end = Date.now() + 5_000
    while (begun.length < count && Date.now() < end) await nextTurn()
    expect(begun).toHaveLength(count)
  }
  return { look, begun, untilBegun, set: (value: number) => (figure = value) }
}

it("serves all who ask at once with one look-up, each thing once", async () => {
  const { look, begun, untilBegun } = openLooks()
  const answers = Promise.all([look("a"), look("b"), look("a")])
  await untilBegun(1)
  expect(begun[0]?.keys).toEqual(["a", "b"])
  begun[0]?.end()
  expect(await answers).toEqual([0, 0, 0])
})

it("tells nobody what was so before they asked", async () => {
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

it("waits for a look-up that hangs for so long only", async () => {
  const { look, begun, untilBegun } = openLooks({ waitMs: 1 })
  void look("a")
  await untilBegun(1)
  const next = look("a")
  await untilBegun(2)
  begun[1]?.end()
  expect(await next).toBe(0)
})

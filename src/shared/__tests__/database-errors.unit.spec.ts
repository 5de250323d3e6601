import { translate } from "../database-errors"
import { HoldfastError } from "../errors"

describe("translate", () => {
  it.each([
    // Medusa's lock providers: in memory, on PostgreSQL and on Redis.
    new Error("Timed-out acquiring lock."),
    new Error('Failed to acquire lock for key "holdfast:drop:hfdrop_1"'),
    new Error('"holdfast:drop:hfdrop_1" is already locked.'),
    // As a workflow hands it over, no Error any more.
    { message: "Timeout acquiring a connection. The pool is probably full." },
    Object.assign(new Error("canceling statement due to lock timeout"), { code: "55P03" }),
  ])("calls trouble that passes CHECKOUT_BUSY: %p", (error) => {
    expect(translate(error)).toMatchObject({ code: "CHECKOUT_BUSY", cause: error })
  })

  it.each([new Error("a bug"), new HoldfastError("NOT_FOUND", "Not found."), undefined, null, "x"])(
    "leaves everything else as it is: %p",
    (error) => expect(translate(error)).toBe(error)
  )
})

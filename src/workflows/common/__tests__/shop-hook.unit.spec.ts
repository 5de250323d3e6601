import type { MedusaContainer } from "@medusajs/framework/types"
import { asRequest, currentRequest } from "../../hook-handlers/request"
import { tellingHook } from "../shop-hook"

/** What Medusa's `createHook` offers for a workflow. */
function openHook() {
  let handler: ((batch: unknown) => unknown) | undefined
  return {
    hooks: { told: (given: typeof handler) => void (handler = given) },
    run: async (batch: unknown) => handler?.(batch),
  }
}

const container = { resolve: () => ({ error: () => undefined }) } as unknown as MedusaContainer

describe("a hook that runs afterwards", () => {
  it("acts for none of the shoppers whose events it gets together", async () => {
    const { hooks, run } = openHook()
    const tell = tellingHook<string>(hooks, "told", (_, batch) => run(batch))
    const seen: unknown[] = []
    hooks.told((batch) => void seen.push(batch, currentRequest()))
    await Promise.all(["alice", "bob"].map((who) => asRequest(who, () => tell(container, who))))
    expect(seen).toEqual([["alice", "bob"], undefined])
  })

  it("runs nothing while no shop handles it, and survives a handler that throws", async () => {
    const { hooks, run } = openHook()
    let runs = 0
    const tell = tellingHook<string>(hooks, "told", (_, batch) => {
      runs++
      return run(batch)
    })
    await tell(container, "unheard")
    hooks.told(() => {
      throw new Error("the shop's")
    })
    await expect(tell(container, "heard")).resolves.toBeUndefined()
    expect(runs).toBe(1)
  })
})

import { setTimeout as delay } from "node:timers/promises"
import { ADMIN } from "../../scripts/seed/accounts"
import { signUp } from "../lib/drops"
import { pick, readGuide, runStep, toExpectation, type GuideStep } from "../lib/guide"
import { openShop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"

let store: StoreUnderTest
let env: Record<string, string>

beforeAll(async () => {
  store = await sharedStore("quiet")
  const shop = await openShop(store)
  const [alice, bob] = [await signUp(store), await signUp(store)]
  const login = `${store.url}/auth/user/emailpass`
  const { email, password } = ADMIN
  const { body } = await store.http.send("POST", login, {}, { email, password })
  env = {
    SHOP: store.url,
    KEY: shop.key,
    ALICE: alice.token,
    ALICE_ID: alice.id,
    BOB: bob.token,
    BOB_ID: bob.id,
    MERCHANT: String(body?.token),
    CARD: (await shop.product([1])).variantId,
    VARIANT: (await shop.product([3])).variantId,
    CHANNEL: shop.salesChannelId,
    REGION: shop.regionId,
    COUNTRY: shop.countryCode,
  }
})

afterAll(() => store?.close())

/** Runs a step and compares the answer with the guide. Reads may need a moment to agree. */
async function follow(prelude: string, step: GuideStep): Promise<unknown> {
  const deadline = Date.now() + 10_000
  const { command } = step
  for (;;) {
    const answer = await runStep(prelude, step, env)
    try {
      expect({ command, answer }).toMatchObject({
        command,
        answer: step.answer === undefined ? {} : toExpectation(step.answer),
      })
      return answer
    } catch (error) {
      if (/ -X | --json /.test(command) || Date.now() > deadline) throw error
      await delay(100)
    }
  }
}

it.each(["shared-inventories.md", "drops.md"])(
  "the commands of %s, in their order, answer what the guide shows",
  async (guide) => {
    const { prelude, steps } = await readGuide(guide)
    expect(steps.length).toBeGreaterThan(10)
    for (const step of steps) {
      const answer = await follow(prelude, step)
      for (const [name, at] of step.keep) env[name] = pick(answer, at)
    }
  }
)

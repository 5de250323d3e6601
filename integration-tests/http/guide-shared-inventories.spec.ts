import { ADMIN } from "../../scripts/seed/accounts"
import { signUp } from "../lib/drops"
import { pick, readGuide, runStep, toExpectation } from "../lib/guide"
import { openShop } from "../lib/shop"
import { openStore, type StoreUnderTest } from "../lib/store-under-test"

let store: StoreUnderTest
let env: Record<string, string>

beforeAll(async () => {
  store = await openStore({ options: { sweeper: { everySeconds: 3_600 } } })
  const shop = await openShop(store)
  const [alice, bob] = [await signUp(store, shop), await signUp(store, shop)]
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
  }
})

afterAll(() => store?.close())

it("the guide's commands, in their order, answer what the guide shows", async () => {
  const { prelude, steps } = await readGuide("shared-inventories.md")
  expect(steps.length).toBeGreaterThan(10)
  for (const step of steps) {
    const answer = await runStep(prelude, step, env)
    expect({ command: step.command, answer }).toMatchObject({
      command: step.command,
      answer: toExpectation(step.answer),
    })
    for (const [name, at] of step.keep) env[name] = pick(answer, at)
  }
})

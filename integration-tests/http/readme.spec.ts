import { Cart } from "../lib/cart"
import { openShop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"
import { readFences } from "../package/lib/fences"

let store: StoreUnderTest

beforeAll(async () => {
  store = await sharedStore("default")
})

afterAll(() => store?.close())

describe("the countdown of the README", () => {
  it("shows the seconds that are left, ends at zero, and is silent without a hold", async () => {
    const shop = await openShop(store)
    const shown: string[] = []
    let tick: (() => void) | undefined
    const cleared = jest.fn()
    const code = readFences("README.md").find(({ language }) => language === "js")?.text ?? ""
    const make = new Function(
      "STORE",
      "KEY",
      "setInterval",
      "clearInterval",
      `${code}return countdown`
    )
    // The page declares it: a cart's id, and how to show a sentence.
    const countdown = make(store.url, shop.key, (work: () => void) => (tick = work), cleared) as (
      cartId: string,
      show: (text: string) => void
    ) => Promise<void>
    const cart = await Cart.create(store, shop)

    await countdown(cart.id, (text) => shown.push(text))
    expect({ shown, tick }).toEqual({ shown: [], tick: undefined })

    await cart.add((await shop.product([1])).variantId)
    await countdown(cart.id, (text) => shown.push(text))
    tick?.()
    expect(shown).toEqual([expect.stringMatching(/^Yours for (900|89\d) seconds$/)])

    jest.spyOn(Date, "now").mockReturnValue(Date.now() + 900_000)
    tick?.()
    expect(shown[1]).toBe("Your time is up")
    expect(cleared).toHaveBeenCalledTimes(1)
    jest.restoreAllMocks()
  })
})

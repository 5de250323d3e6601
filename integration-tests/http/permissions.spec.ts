import { openShop, type Shop } from "../lib/shop"
import { sharedStore, type StoreUnderTest } from "../lib/store-under-test"
import { signUp } from "../lib/drops"
import { Collector, MerchantApi } from "../lib/sharing"
import { tradeRows } from "../lib/trade-permissions"
import {
  STATES,
  expected,
  outcomes,
  signUpRoles,
  strangersView,
  worldMaker,
  type Role,
  type Row,
  type World,
} from "../lib/permission-matrix"

const MEMBERS = ["owner", "manager", "member"] as const satisfies Role[]
const MANAGERS = ["owner", "manager"] as const satisfies Role[]
const CLOSED = ["frozen", "archived"] as const

const at =
  (rest = "") =>
  ({ inventory }: World): string =>
    `/shared-inventories/${inventory.id}${rest}`
const member =
  (name: string) =>
  ({ inventory }: World): string =>
    `/shared-inventories/${inventory.id}/members/${inventory.members[name]}`
const answering =
  (verb: string) =>
  ({ inventory }: World): string =>
    `/shared-inventories/invitations/${inventory.members.invited}/${verb}`
const unit = ({ variantId }: World) => ({ items: [{ variant_id: variantId, quantity: 1 }] })

const SEEING: Row[] = ["", "/units", "/entries", "/members"].map((rest) => ({
  name: `see ${rest || "it"}`,
  method: "GET",
  path: at(rest),
  allowed: MEMBERS,
}))

const EDITING: Row[] = [
  {
    name: "rename",
    method: "POST",
    path: at(),
    body: () => ({ name: "Page club" }),
    allowed: MANAGERS,
    closedWhen: CLOSED,
  },
  {
    name: "archive",
    method: "POST",
    path: at("/archive"),
    allowed: ["owner"],
    closedWhen: ["frozen"],
  },
  {
    name: "restore",
    method: "POST",
    path: at("/restore"),
    allowed: ["owner"],
    closedWhen: ["frozen"],
  },
  {
    name: "transfer the ownership",
    method: "POST",
    path: at("/transfer-ownership"),
    body: ({ inventory }) => ({ member_id: inventory.members.other }),
    allowed: ["owner"],
    closedWhen: CLOSED,
  },
  {
    name: "leave",
    method: "POST",
    path: at("/leave"),
    allowed: ["manager", "member"],
    except: { owner: "409 LAST_OWNER" },
  },
]

const MEMBERSHIPS: Row[] = [
  {
    name: "invite",
    method: "POST",
    path: at("/members"),
    body: () => ({ customer_id: "cus_that_never_was", role: "manager" }),
    allowed: MANAGERS,
    closedWhen: CLOSED,
    success: "201",
  },
  {
    name: "invite by e-mail",
    method: "POST",
    path: at("/members"),
    body: () => ({ email: "friend@example.test" }),
    allowed: MANAGERS,
    closedWhen: CLOSED,
    success: "201",
  },
  {
    name: "make a member a manager",
    method: "POST",
    path: member("other"),
    body: () => ({ role: "manager" }),
    allowed: MANAGERS,
    closedWhen: CLOSED,
  },
  {
    name: "make a member an owner",
    method: "POST",
    path: member("other"),
    body: () => ({ role: "owner" }),
    allowed: ["owner"],
    closedWhen: CLOSED,
  },
  {
    name: "remove a member",
    method: "DELETE",
    path: member("other"),
    allowed: MANAGERS,
    closedWhen: CLOSED,
  },
  {
    name: "take an invitation back",
    method: "DELETE",
    path: member("otherInvited"),
    allowed: MANAGERS,
    closedWhen: CLOSED,
  },
  {
    name: "accept an invitation",
    method: "POST",
    path: answering("accept"),
    allowed: ["invited"],
    closedWhen: CLOSED,
    refused: "404 NOT_FOUND",
  },
  {
    name: "decline an invitation",
    method: "POST",
    path: answering("decline"),
    allowed: ["invited"],
    refused: "404 NOT_FOUND",
  },
]

const UNITS: Row[] = [
  {
    name: "deposit",
    method: "POST",
    path: at("/deposit"),
    body: unit,
    allowed: MEMBERS,
    closedWhen: CLOSED,
  },
  {
    name: "withdraw",
    method: "POST",
    path: at("/withdraw"),
    body: unit,
    allowed: MANAGERS,
    closedWhen: ["frozen"],
  },
]

/** Role × action × state, each cell in a shared inventory of its own. */
const TABLE: Row[] = [
  ...SEEING,
  ...EDITING,
  ...MEMBERSHIPS,
  ...UNITS,
  ...tradeRows("manager"),
  ...tradeRows("member"),
]

let store: StoreUnderTest
let makeWorld: ReturnType<typeof worldMaker>
let traders: World["traders"]
let shop: Shop
let variantId: string

beforeAll(async () => {
  store = await sharedStore("default")
  shop = await openShop(store)
  traders = await signUpRoles(store, shop)
  variantId = (await shop.product([1])).variantId
  const merchant = new MerchantApi(store)
  for (const trader of Object.values(traders)) {
    if (!trader.id) continue
    const items = [{ variant_id: variantId, quantity: 1_000 }]
    await merchant.grant({ type: "customer", id: trader.id }, items)
  }
  const partner = new Collector(store, shop, await signUp(store))
  makeWorld = worldMaker(store, traders, partner, variantId)
})

afterAll(() => store?.close())

describe.each(STATES)("in a shared inventory that is %s", (state) => {
  it.each(TABLE)("$name: whoever may, and nobody else", async (row) => {
    expect(await outcomes(makeWorld, row, state)).toEqual(expected(row, state))
  })

  it.each(TABLE)("$name: hides from a stranger which ids exist", async (row) => {
    const { foreign, unknown } = await strangersView(makeWorld, row, state)
    expect(foreign).toEqual(unknown)
  })
})

describe("an owner", () => {
  const touching: [string, "POST" | "DELETE", object | undefined][] = [
    ["demoted", "POST", { role: "member" }],
    ["removed", "DELETE", undefined],
  ]
  it.each(touching)(
    "is not %s by a manager, nor by anybody while the last",
    async (_, method, body) => {
      const row: Row = {
        name: "touch an owner",
        method,
        path: member("owner"),
        body: () => body,
        allowed: [],
        except: { owner: "409 LAST_OWNER" },
      }
      expect(await outcomes(makeWorld, row, "open")).toEqual(expected(row, "open"))
    }
  )
})

it("lists a shared inventory for its active members only, and an invitation for the invited", async () => {
  const newcomers = await signUpRoles(store, shop)
  const makeTheirs = worldMaker(store, newcomers, newcomers.stranger, variantId)
  const { inventory } = await makeTheirs("open", TABLE[0] as Row)
  const sees = async (path: string, key: string): Promise<string[]> => {
    const seeing: string[] = []
    for (const [role, trader] of Object.entries(newcomers)) {
      const { status, body } = await trader.get(`${path}?limit=1`)
      if (role === "guest") expect(status).toBe(401)
      const rows = (body?.[key] ?? []) as { id: string; shared_inventory_id?: string }[]
      if (rows.some((one) => [one.id, one.shared_inventory_id].includes(inventory.id)))
        seeing.push(role)
    }
    return seeing
  }
  expect(await sees("/shared-inventories", "shared_inventories")).toEqual(MEMBERS)
  expect(await sees("/shared-inventories/invitations", "invitations")).toEqual(["invited"])
})

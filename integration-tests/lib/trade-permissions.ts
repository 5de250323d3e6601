import type { TradeRole } from "../../src/contracts/shared-inventories"
import { tradeOf } from "./trading"
import type { Role, Row, World } from "./permission-matrix"

const CLOSED = ["frozen", "archived"] as const

/** For outsiders, the trade does not exist. */
const OUTSIDERS: Row["except"] = {
  invited: "404 NOT_FOUND",
  removed: "404 NOT_FOUND",
  stranger: "404 NOT_FOUND",
}

const unit = ({ variantId }: World) => [{ variant_id: variantId, quantity: 1 }]

const trade =
  (rest = "") =>
  ({ tradeId }: World): string =>
    `/trades/${tradeId}${rest}`

/** The partner wants a unit of the shared inventory, which can confirm or decline. */
const asked = (world: World): Promise<void> =>
  whileOpen(world, async () => {
    const target = { shared_inventory_id: world.inventory.id }
    const proposed = await world.partner.post("/trades", {
      target,
      wanted: unit(world),
      offered: [],
    })
    world.tradeId = tradeOf(proposed).id
  })

/** The shared inventory has proposed, by its owner: a unit of it is held, and it can withdraw. */
const proposed = (world: World): Promise<void> =>
  whileOpen(world, async () => {
    const answer = await world.traders.owner.post("/trades", proposal(world))
    world.tradeId = tradeOf(answer).id
  })

const proposal = (world: World) => ({
  context: world.inventory.id,
  target: { customer_id: world.partner.id },
  offered: unit(world),
  wanted: [],
})

/** Unfreezes or unarchives the inventory of the matrix while a trade is made. */
async function whileOpen({ store, inventory }: World, work: () => Promise<void>): Promise<void> {
  const { rows } = await store.db.query<{ status: string; frozen_at: Date; frozen_reason: string }>(
    `select status, frozen_at, frozen_reason from holdfast_shared_inventory where id = $1`,
    [inventory.id]
  )
  const [was] = rows
  const set = (state: unknown[]) =>
    store.db.query(
      `update holdfast_shared_inventory set status = $2, frozen_at = $3, frozen_reason = $4 where id = $1`,
      [inventory.id, ...state]
    )
  await set(["active", null, null])
  await work()
  await set([was?.status, was?.frozen_at, was?.frozen_reason])
}

/** What may be done for a shared inventory in trades, where its setting says that this role may. */
export function tradeRows(trade_role: TradeRole): Row[] {
  const members = ["owner", "manager", "member"] as const satisfies Role[]
  const allowed = trade_role === "member" ? members : (["owner", "manager"] as const)
  const settings = { trade_role }
  const may = { allowed, settings, closedWhen: CLOSED }
  const answers = { ...may, method: "POST" as const, prepare: asked, except: OUTSIDERS }
  const rows: Row[] = [
    {
      ...may,
      name: "propose",
      method: "POST",
      path: () => "/trades",
      body: proposal,
      success: "201",
    },
    { ...answers, name: "confirm", path: trade("/confirm") },
    { ...answers, name: "decline", path: trade("/decline"), closedWhen: [] },
    {
      ...answers,
      name: "cancel",
      path: trade("/cancel"),
      prepare: proposed,
      closedWhen: [],
    },
    {
      ...answers,
      name: "counter",
      path: trade("/counter"),
      body: (world) => ({ offered: unit(world), wanted: [] }),
      success: "201",
    },
    {
      ...answers,
      name: "see a trade",
      method: "GET",
      path: trade(),
      allowed: members,
      closedWhen: [],
    },
    {
      ...may,
      name: "list",
      method: "POST",
      path: () => "/trades/listings",
      body: ({ inventory, variantId }) => ({
        context: inventory.id,
        variant_id: variantId,
        for_trade: 1,
      }),
    },
    {
      ...may,
      name: "look for matches",
      method: "GET",
      path: ({ inventory }) => `/trades/matches?context=${inventory.id}`,
    },
  ]
  return rows.map((row) => ({ ...row, name: `${row.name}, where ${trade_role}s may trade` }))
}

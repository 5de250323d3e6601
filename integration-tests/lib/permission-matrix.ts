import { randomUUID } from "node:crypto"
import type { Answer } from "../../scripts/rush/http"
import { signUp } from "./drops"
import type { Shop } from "./shop"
import type { StoreUnderTest } from "./store-under-test"
import { Collector, writeInventory, writeUnits, type WrittenInventory } from "./sharing"

/** What somebody is in the shared inventory that is acted upon; a guest has no token. */
export const ROLES = [
  "owner",
  "manager",
  "member",
  "invited",
  "removed",
  "stranger",
  "guest",
] as const
export type Role = (typeof ROLES)[number]

export const STATES = ["open", "frozen", "archived"] as const
export type State = (typeof STATES)[number]

/** A fresh shared inventory for each cell, with one member of each role and units in it. */
export interface World {
  store: StoreUnderTest
  traders: Record<Role, Collector>
  inventory: WrittenInventory
  variantId: string
  /** Nobody in the shared inventory: the other side of its trades. */
  partner: Collector
  /** Set by rows about a trade, as they prepare it. */
  tradeId?: string
}

/** One line of the matrix. What is not said to be allowed is refused. */
export interface Row {
  name: string
  method: "GET" | "POST" | "DELETE"
  path: (world: World) => string
  body?: (world: World) => unknown
  allowed: readonly Role[]
  /** States in which those who are allowed meet 409 SHARED_INVENTORY_CLOSED. */
  closedWhen?: readonly State[]
  /** What the allowed roles get. Default: 200. */
  success?: string
  /** What the others get. Default: 403 FORBIDDEN. */
  refused?: string
  /** What single roles get, in every state. */
  except?: Partial<Record<Role, string>>
  settings?: { trade_role?: string }
  /** Run before the request, for each cell: what the action needs to be there. */
  prepare?: (world: World, role: Role) => Promise<void>
}

export const expected = (row: Row, state: State): Record<Role, string> =>
  byRole((role) => {
    if (role === "guest") return "401 AUTH_REQUIRED"
    const exception = row.except?.[role]
    if (exception) return exception
    if (!row.allowed.includes(role)) return row.refused ?? "403 FORBIDDEN"
    return row.closedWhen?.includes(state) ? "409 SHARED_INVENTORY_CLOSED" : (row.success ?? "200")
  })

/** Sends the row's request as every role, each in a world of its own. */
export async function outcomes(
  makeWorld: (state: State, row: Row) => Promise<World>,
  row: Row,
  state: State
): Promise<Record<Role, string>> {
  const answers = await Promise.all(
    ROLES.map(async (role) => {
      const world = await makeWorld(state, row)
      await row.prepare?.(world, role)
      return [role, outcomeOf(await send(row, world, role))] as const
    })
  )
  const found = new Map<Role, string>(answers)
  return byRole((role) => found.get(role) ?? "no answer")
}

/** What a stranger gets for an inventory of others and for an unknown one, with equal ids. */
export async function strangersView(
  makeWorld: (state: State, row: Row) => Promise<World>,
  row: Row,
  state: State
): Promise<{ foreign: unknown; unknown: unknown }> {
  const world = await makeWorld(state, row)
  await row.prepare?.(world, "stranger")
  const nothing: World = {
    ...world,
    ...(world.tradeId ? { tradeId: `hftrade_${randomUUID()}` } : {}),
    inventory: {
      id: `hfinv_${randomUUID()}`,
      members: Object.fromEntries(
        Object.keys(world.inventory.members).map((name) => [name, `hfmem_${randomUUID()}`])
      ),
    },
  }
  const view = async (of: World): Promise<unknown> => {
    const { status, body } = await send(row, of, "stranger")
    const text = JSON.stringify({ status, body })
    return JSON.parse(
      [of.inventory.id, of.tradeId ?? "", ...Object.values(of.inventory.members)]
        .filter(Boolean)
        .reduce((known, id) => known.replaceAll(id, "ID"), text)
    ) as unknown
  }
  return { foreign: await view(world), unknown: await view(nothing) }
}

const send = (row: Row, world: World, role: Role): Promise<Answer> =>
  world.traders[role].send(row.method, row.path(world), row.body?.(world))

const outcomeOf = ({ status, body }: Answer): string =>
  status < 400 ? String(status) : `${status} ${String(body?.code)}`

const byRole = (of: (role: Role) => string): Record<Role, string> => ({
  owner: of("owner"),
  manager: of("manager"),
  member: of("member"),
  invited: of("invited"),
  removed: of("removed"),
  stranger: of("stranger"),
  guest: of("guest"),
})

/** Signs one customer up for each role; the guest is nobody. */
export async function signUpRoles(
  store: StoreUnderTest,
  shop: Shop
): Promise<Record<Role, Collector>> {
  const trader = async (): Promise<Collector> => new Collector(store, shop, await signUp(store))
  return {
    owner: await trader(),
    manager: await trader(),
    member: await trader(),
    invited: await trader(),
    removed: await trader(),
    stranger: await trader(),
    guest: new Collector(store, shop),
  }
}

export function worldMaker(
  store: StoreUnderTest,
  traders: Record<Role, Collector>,
  partner: Collector,
  variantId: string
): (state: State, row: Row) => Promise<World> {
  return async (state, { settings }) => {
    const is = (who: Role, role: "owner" | "manager" | "member", status = "active") => ({
      customer_id: traders[who].id,
      role,
      status,
    })
    const somebody = (role: "owner" | "manager" | "member", status: string) => ({
      customer_id: `cus_${randomUUID()}`,
      role,
      status,
    })
    const inventory = await writeInventory(
      store,
      {
        owner: is("owner", "owner"),
        manager: is("manager", "manager"),
        member: is("member", "member"),
        invited: is("invited", "member", "invited"),
        removed: is("removed", "manager", "removed"),
        other: somebody("member", "active"),
        otherInvited: somebody("member", "invited"),
      },
      {
        status: state === "archived" ? "archived" : "active",
        frozen: state === "frozen",
        ...settings,
      }
    )
    await writeUnits(store, { type: "shared_inventory", id: inventory.id }, variantId, 10)
    return { store, traders, inventory, variantId, partner }
  }
}

import { randomUUID } from "node:crypto"
import type { Answer } from "../../scripts/rush/http"
import { reserve } from "../../src/modules/ledger/operations/reserve"
import { inTransaction } from "../../src/modules/ledger/operations/in-transaction"
import type { MemberRole, StoreMember, TradeRole } from "../../src/contracts/shared-inventories"
import type { StoreVaultUnits, UnitsOf } from "../../src/contracts/vaults"
import { DropShopper, type Customer } from "./drops"
import type { Shop } from "./shop"
import { until, type StoreUnderTest } from "./store-under-test"

export const errorAnswer = (status: number, code: string) => ({ status, body: { code } })

/** Speaks to the Store API of vaults and shared inventories as one customer, or as a guest. */
export class Collector {
  readonly #shopper: DropShopper

  constructor(
    store: StoreUnderTest,
    shop: Shop,
    readonly customer?: Customer
  ) {
    this.#shopper = new DropShopper(store, shop, customer)
  }

  get id(): string {
    return this.customer?.id ?? ""
  }

  send(
    method: "GET" | "POST" | "DELETE",
    path: string,
    body?: unknown,
    headers = {}
  ): Promise<Answer> {
    return this.#shopper.send(method, `/store${path}`, body, headers)
  }

  get = (path: string): Promise<Answer> => this.send("GET", path)
  post = (path: string, body?: unknown, key?: string): Promise<Answer> =>
    this.send("POST", path, body, key ? { "idempotency-key": key } : {})

  /** @returns the id of a shared inventory of one's own. */
  async create(name = "Card club", more: object = {}): Promise<string> {
    const { status, body } = await this.post("/shared-inventories", { name, ...more })
    if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`)
    return String((body?.shared_inventory as { id: string }).id)
  }

  /** Invites by id. @returns the membership's id. */
  async invite(inventoryId: string, who: Collector, role = "member"): Promise<string> {
    const answer = await this.post(`/shared-inventories/${inventoryId}/members`, {
      customer_id: who.id,
      role,
    })
    if (answer.status !== 201) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`)
    return memberOf(answer).id
  }

  accept(membershipId: string): Promise<Answer> {
    return this.post(`/shared-inventories/invitations/${membershipId}/accept`)
  }

  /** Invites and has the other accept. @returns the membership's id. */
  async admit(inventoryId: string, who: Collector, role = "member"): Promise<string> {
    const id = await this.invite(inventoryId, who, role)
    const { status } = await who.accept(id)
    if (status !== 200) throw new Error(`${who.id} could not accept ${id}: ${status}`)
    return id
  }

  async members(inventoryId: string): Promise<StoreMember[]> {
    const { body } = await this.get(`/shared-inventories/${inventoryId}/members?limit=100`)
    return body?.members as StoreMember[]
  }

  /** Figures of one variant, in the customer's vault unless a shared inventory is named. */
  async units(
    variantId: string,
    inventoryId?: string
  ): Promise<Pick<StoreVaultUnits, "quantity" | "held" | "available">> {
    const path = inventoryId ? `/shared-inventories/${inventoryId}/units` : "/vault"
    const { body } = await this.get(`${path}?variant_id=${variantId}`)
    const [one] = body?.units as StoreVaultUnits[]
    const { quantity = 0, held = 0, available = 0 } = one ?? {}
    return { quantity, held, available }
  }
}

export const memberOf = (answer: Answer): StoreMember => answer.body?.member as StoreMember

/** The Admin API, with the whole answer, errors included. */
export class MerchantApi {
  /** Before every path; below `/admin`. */
  protected readonly base: string = ""

  constructor(
    private readonly store: StoreUnderTest,
    private readonly url = store.url
  ) {}

  send(
    method: "GET" | "POST" | "DELETE",
    path: string,
    body?: unknown,
    headers = {}
  ): Promise<Answer> {
    return this.store.http.send(
      method,
      `${this.url}/admin${this.base}${path}`,
      { ...this.store.admin.headers, ...headers },
      body
    )
  }

  /** @throws when the grant fails. */
  async grant(owner: { type: string; id: string }, items: UnitsOf[]): Promise<void> {
    const body = { owner, items, reason: "a test" }
    const answer = await this.send("POST", "/vaults/grant", body)
    if (answer.status !== 200) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`)
  }
}

export interface WrittenInventory {
  id: string
  /** Membership ids by the name that was given to each. */
  members: Record<string, string>
}

/** A shared inventory with its members, written past the API, each in a state of its own. */
export async function writeInventory(
  { db }: Pick<StoreUnderTest, "db">,
  members: Record<string, { customer_id: string; role: MemberRole; status: string }>,
  state: { name?: string; status?: string; frozen?: boolean; trade_role?: string } = {}
): Promise<WrittenInventory> {
  const id = `hfinv_${randomUUID()}`
  const { name = "Card club", status = "active", trade_role = "manager", frozen = false } = state
  await db.query(
    `insert into holdfast_shared_inventory (id, name, status, trade_role, created_by, frozen_at, frozen_reason)
     values ($1, $2, $3, $4, 'cus_founder', case when $5 then now() end, case when $5 then 'a test' end)`,
    [id, name, status, trade_role, frozen]
  )
  const rows = Object.entries(members).map(([as, member]) => ({
    ...member,
    as,
    id: `hfmem_${randomUUID()}`,
  }))
  await db.query(
    `insert into holdfast_membership (id, shared_inventory_id, customer_id, role, status, joined_at)
     select id, $1, customer_id, role, status, case when status = 'active' then now() end
     from json_to_recordset($2::json) as t(id text, customer_id text, role text, status text)`,
    [id, JSON.stringify(rows)]
  )
  return { id, members: Object.fromEntries(rows.map((row) => [row.as, row.id])) }
}

/** One with active members only. @returns its id. */
export async function foundInventory(
  store: Pick<StoreUnderTest, "db">,
  name: string,
  members: readonly (readonly [Pick<Customer, "id">, MemberRole])[],
  trade_role: TradeRole = "manager"
): Promise<string> {
  const rows = members.map(([{ id: customer_id }, role]) => [
    customer_id,
    { customer_id, role, status: "active" },
  ])
  return (await writeInventory(store, Object.fromEntries(rows), { name, trade_role })).id
}

/** Writes units and their journal entry into a vault that had none, past the API. */
export async function writeUnits(
  { db }: StoreUnderTest,
  owner: { type: string; id: string },
  variantId: string,
  quantity: number
): Promise<void> {
  await db.query(
    `with pool as (
       insert into holdfast_pool (id, kind, counted_type, counted_id, owner_type, owner_id, quantity)
       values ($1, 'vault', 'variant', $2, $3, $4, $5) returning id
     )
     insert into holdfast_entry (kind, pool_id, quantity, actor, reason, reference)
     select 'credited', id, $5, 'admin', 'a test', 'a test' from pool`,
    [`hfpool_${randomUUID()}`, variantId, owner.type, owner.id, quantity]
  )
}

/** Holds units of a vault for a trade that does not exist. @returns the hold's id. */
export async function holdUnits(
  { db }: StoreUnderTest,
  ownerId: string,
  variantId: string,
  quantity: number
): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `select id from holdfast_pool where kind = 'vault' and owner_id = $1 and counted_id = $2`,
    [ownerId, variantId]
  )
  const limits = { lockTimeoutMs: 5_000, statementTimeoutMs: 10_000 }
  const { results } = await inTransaction(db, limits, (executor) =>
    reserve(executor, [
      {
        holder: { type: "trade", id: `hftrade_${randomUUID()}` },
        cart_id: null,
        claims: [{ pool_id: rows[0]?.id ?? "", quantity: String(quantity) }],
        ttl_seconds: 900,
        cap_seconds: 900,
        actor: "shopper",
        reason: "a test",
      },
    ])
  )
  const [result] = results
  const hold = result?.outcome === "granted" ? result.holds[0] : undefined
  if (!hold) throw new Error(`The units were not held: ${JSON.stringify(result)}`)
  return hold.hold_id
}

/** Expires what `holdUnits` held. */
export const endHolds = ({ db }: StoreUnderTest): Promise<unknown> =>
  db.query(
    `update holdfast_hold set expires_at = now(), extend_until = now()
     where holder_type = 'trade' and reason = 'a test' and status = 'active'`
  )

/** Locks a shared inventory's row until all requests wait for it, so that they start together. */
export async function raceBehindLock<Result>(
  { db }: StoreUnderTest,
  inventoryId: string,
  requests: readonly (() => Promise<Result>)[]
): Promise<Result[]> {
  const client = await db.connect()
  try {
    await client.query("begin")
    await client.query(`select from holdfast_shared_inventory where id = $1 for update`, [
      inventoryId,
    ])
    const running = Promise.all(requests.map((send) => send()))
    await until("the requests to wait for the lock", async () => {
      const { rows } = await db.query<{ waiting: number }>(
        `select count(*)::int as waiting from pg_stat_activity
         where datname = current_database() and application_name = 'holdfast-ledger' and wait_event_type = 'Lock'`
      )
      return (rows[0]?.waiting ?? 0) >= requests.length
    })
    await client.query("commit")
    return await running
  } finally {
    client.release()
  }
}

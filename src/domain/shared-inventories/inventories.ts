import type { MedusaContainer, InferTypeOf } from "@medusajs/framework/types"
import type {
  CreateSharedInventoryBody,
  StoreSharedInventory,
  UpdateSharedInventoryBody,
} from "../../contracts/shared-inventories"
import { type TradingEvent, TRADING_EVENTS } from "../../contracts/trading-events"
import type { TradingRows } from "../../modules/trading/rows"
import { assertMay, type Action, type MemberStanding, checkMay, lockMay } from "./permissions"
import { inTradingTransaction, readRows } from "../common/trading-transaction"
import { emit } from "../common/emit"
import type { OwnInventoryRow } from "../../modules/trading/operations/list-inventories"
import { createId } from "../../shared/ids"
import { tradingOf } from "../container"
import type { AdminMember, AdminSharedInventory } from "../../contracts/admin-shared-inventories"
import type { SharedInventory } from "../../modules/trading/models/shared-inventory"
import type { MemberRow } from "../../modules/trading/operations/read-members"
import { HoldfastError } from "../../shared/errors"
import { toIso } from "../../shared/dates"
import type { SharedInventoryRow } from "../../modules/trading/operations/shared-inventories"

export interface InventoryRef {
  customer_id: string
  shared_inventory_id: string
}

export interface Change {
  rows: TradingRows
  /** Locked; undefined if it does not exist. */
  inventory: SharedInventoryRow | undefined
  /** Emits an event after the commit. */
  note: (event: TradingEvent) => void
}

export interface Edit extends Change {
  /** The caller's standing, locked. */
  me: MemberStanding
}

/** One change of a shared inventory, its members or its invitations at a time. */
export async function changeInventory<Result>(
  container: MedusaContainer,
  id: string,
  work: (change: Change) => Promise<Result>
): Promise<Result> {
  const { result, events } = await inTradingTransaction(container, async (rows) => {
    const events: TradingEvent[] = []
    const inventory = await rows.lockSharedInventory(id)
    return { result: await work({ rows, inventory, note: (event) => events.push(event) }), events }
  })
  await emit(container, events)
  return result
}

/**
 * A change by a permitted member. Checked without a lock first: otherwise a stranger would wait for
 * the members' edits, and learn from it which ids exist. @throws as `assertMay`.
 */
export async function editInventory<Result>(
  container: MedusaContainer,
  { customer_id, shared_inventory_id: id, action }: InventoryRef & { action: Action },
  work: (edit: Edit) => Promise<Result>
): Promise<Result> {
  await checkMay(container, customer_id, action, id)
  return changeInventory(container, id, async (change) => {
    const me = await lockMay(change.rows, customer_id, action, id)
    return work({ ...change, me })
  })
}

/** @returns its id. The customer becomes its owner. */
export async function createSharedInventory(
  container: MedusaContainer,
  customerId: string,
  body: CreateSharedInventoryBody
): Promise<string> {
  const id = createId("hfinv")
  await inTradingTransaction(container, async (rows) => {
    await rows.insertSharedInventory({ id, ...body, created_by: customerId })
    await rows.insertMember({
      id: createId("hfmem"),
      shared_inventory_id: id,
      customer_id: customerId,
      email: null,
      role: "owner",
      status: "active",
      invited_by: null,
    })
  })
  await emit(container, [
    { name: TRADING_EVENTS.inventoryCreated, data: { shared_inventory_id: id } },
  ])
  return id
}

/** @throws HoldfastError `FORBIDDEN`, `SHARED_INVENTORY_CLOSED`. */
export function updateSharedInventory(
  container: MedusaContainer,
  ref: InventoryRef,
  update: UpdateSharedInventoryBody
): Promise<void> {
  return editInventory(container, { ...ref, action: "edit" }, async ({ rows, me, note }) => {
    await rows.updateSharedInventory(me.shared_inventory_id, update)
    note({ name: TRADING_EVENTS.inventoryUpdated, data: dataOf(ref) })
  })
}

/**
 * Archives or restores it. Units can still be withdrawn; what was allotted returns to the shop.
 * Safe to repeat after a crash. @throws HoldfastError `FORBIDDEN`, `SHARED_INVENTORY_CLOSED` while
 * frozen.
 */
export async function setArchived(
  container: MedusaContainer,
  ref: InventoryRef,
  isArchived: boolean
): Promise<void> {
  await editInventory(container, { ...ref, action: "archive" }, async ({ rows, me, note }) => {
    const status = isArchived ? "archived" : "active"
    if (me.status === status) return
    await rows.updateSharedInventory(me.shared_inventory_id, { status })
    const { inventoryArchived, inventoryUpdated } = TRADING_EVENTS
    note({ name: isArchived ? inventoryArchived : inventoryUpdated, data: dataOf(ref) })
  })
}

/** One of the customer's shared inventories. @throws HoldfastError `FORBIDDEN`. */
export async function retrieveSharedInventory(
  container: MedusaContainer,
  { customer_id, shared_inventory_id: id }: InventoryRef
): Promise<StoreSharedInventory> {
  const { rows } = await readRows(container, (trading) =>
    trading.listInventoriesOf(customer_id, { ids: [id], limit: 1, offset: 0 })
  )
  const [row] = rows
  const { role } = assertMay(row, "see", id)
  return toStoreInventory(row as OwnInventoryRow, role) // assertMay refuses undefined
}

/** A page of the customer's shared inventories, newest first. */
export async function listSharedInventories(
  container: MedusaContainer,
  customerId: string,
  page: { status?: "active" | "archived"; limit: number; offset: number }
): Promise<{ shared_inventories: StoreSharedInventory[]; count: number }> {
  const { rows, count } = await readRows(container, (trading) =>
    trading.listInventoriesOf(customerId, page)
  )
  const shared_inventories = rows.flatMap((row) =>
    row.role ? [toStoreInventory(row, row.role)] : []
  )
  return { shared_inventories, count }
}

function toStoreInventory(
  row: OwnInventoryRow,
  role: StoreSharedInventory["role"]
): StoreSharedInventory {
  return {
    id: row.shared_inventory_id,
    name: row.name,
    status: row.status,
    trade_role: row.trade_role,
    frozen: row.frozen,
    role,
    created_at: row.created_at.toISOString(),
  }
}

const dataOf = ({ shared_inventory_id }: InventoryRef) => ({ shared_inventory_id })

/**
 * The merchant freezes a shared inventory, or unfreezes it (null). Freezing again changes the
 * reason.
 * @throws HoldfastError `NOT_FOUND`.
 */
export async function setFrozen(
  container: MedusaContainer,
  id: string,
  reason: string | null
): Promise<void> {
  await changeInventory(container, id, async ({ rows, inventory, note }) => {
    if (!inventory) throw noInventory(id)
    await rows.setFrozen(id, reason)
    if ((inventory.frozen_at !== null) === (reason !== null)) return
    const { inventoryFrozen, inventoryUnfrozen } = TRADING_EVENTS
    const name = reason === null ? inventoryUnfrozen : inventoryFrozen
    note({ name, data: { shared_inventory_id: id } })
  })
}

export type InventoryRow = InferTypeOf<typeof SharedInventory>

/** @throws HoldfastError `NOT_FOUND`. */
export async function retrieveInventory(
  container: MedusaContainer,
  id: string
): Promise<InventoryRow> {
  const [row] = (await tradingOf(container).listSharedInventories({ id: [id] })) as InventoryRow[]
  if (!row) throw noInventory(id)
  return row
}

export const noInventory = (id: string): HoldfastError =>
  new HoldfastError("NOT_FOUND", `There is no shared inventory ${id}.`)

/** Shared inventories as merchants see them; one query counts all members. */
export async function toAdminInventories(
  container: MedusaContainer,
  rows: readonly InventoryRow[]
): Promise<AdminSharedInventory[]> {
  if (!rows.length) return []
  const ids = rows.map((row) => row.id)
  const counts = await readRows(container, (trading) => trading.countMembers(ids))
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    status: row.status,
    trade_role: row.trade_role,
    frozen: row.frozen_at !== null,
    frozen_at: toIso(row.frozen_at),
    frozen_reason: row.frozen_reason,
    created_by: row.created_by,
    member_count: counts.get(row.id) ?? 0,
    metadata: row.metadata,
    created_at: toIso(row.created_at),
    updated_at: toIso(row.updated_at),
  }))
}

export function toAdminMember(row: MemberRow): AdminMember {
  return {
    id: row.id,
    customer_id: row.customer_id,
    email: row.email,
    role: row.role,
    status: row.status,
    invited_by: row.invited_by,
    joined_at: toIso(row.joined_at),
    ended_at: toIso(row.ended_at),
    created_at: row.created_at.toISOString(),
  }
}

import type { MedusaContainer } from "@medusajs/framework/types"
import type {
  CreateSharedInventoryBody,
  StoreSharedInventory,
  UpdateSharedInventoryBody,
} from "../../contracts/shared-inventories"
import { TRADING_EVENTS } from "../../contracts/trading-events"
import type { OwnInventoryRow } from "../../modules/trading/operations/list-inventories"
import { createId } from "../../shared/ids"
import { returnAllotments } from "./allot"
import { editInventory } from "./inventory-edit"
import { assertMay } from "./permissions"
import { inTrade, readRows } from "../common/services"
import { tell } from "../common/tell"

export interface InventoryRef {
  customer_id: string
  shared_inventory_id: string
}

/** Makes a shared inventory whose owner is the customer. @returns its id. */
export async function createSharedInventory(
  container: MedusaContainer,
  customerId: string,
  body: CreateSharedInventoryBody
): Promise<string> {
  const id = createId("hfinv")
  await inTrade(container, async (rows) => {
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
  await tell(container, [
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
 * Archives it, or takes it out of the archive. Its units stay, and those who may take them out
 * still can; the rest stands still, and stock that was set aside for its members goes back to the
 * shop. Repeating changes nothing, and finishes what a crash cut off.
 *
 * @throws HoldfastError `FORBIDDEN`, `SHARED_INVENTORY_CLOSED` where the merchant has frozen it.
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
  if (isArchived) await returnAllotments(container, ref.shared_inventory_id)
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
  return describe(row as OwnInventoryRow, role) // assertMay refuses undefined
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
  const shared_inventories = rows.flatMap((row) => (row.role ? [describe(row, row.role)] : []))
  return { shared_inventories, count }
}

/** For what members look at. @throws HoldfastError `FORBIDDEN`. */
export async function assertMember(
  container: MedusaContainer,
  { customer_id, shared_inventory_id: id }: InventoryRef
): Promise<ReturnType<typeof assertMay>> {
  const standings = await readRows(container, (rows) => rows.readStandings(customer_id, [id]))
  return assertMay(standings.get(id), "see", id)
}

function describe(row: OwnInventoryRow, role: StoreSharedInventory["role"]): StoreSharedInventory {
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

import type { MedusaContainer } from "@medusajs/framework/types"
import type { StoreInvitation } from "../../contracts/shared-inventories"
import type {
  InvitationRow,
  Invitee,
  MemberRow,
} from "../../modules/trading/operations/read-members"
import type { TradingRows } from "../../modules/trading/rows"
import { HoldfastError } from "../../shared/errors"
import { findCustomers } from "../common/customers"
import { noteMember } from "./members"
import { readRows } from "../common/trading-transaction"
import { type Change, changeInventory } from "./inventories"

/** A page of the customer's open invitations, newest first. */
export async function listInvitations(
  container: MedusaContainer,
  customerId: string,
  page: { limit: number; offset: number }
): Promise<{ invitations: StoreInvitation[]; count: number }> {
  const invitee = await inviteeOf(container, customerId)
  const { rows, count } = await readRows(container, (trading) =>
    trading.listInvitations(invitee, page)
  )
  return { invitations: rows.map(toStoreInvitation), count }
}

/**
 * Makes the customer a member with the role of this invitation; all others of the same inventory
 * end.
 * @returns the shared inventory's id.
 * @throws HoldfastError `NOT_FOUND` if unknown, closed or somebody else's; `ALREADY_MEMBER`,
 * `SHARED_INVENTORY_CLOSED`.
 */
export async function acceptInvitation(
  container: MedusaContainer,
  customerId: string,
  invitationId: string
): Promise<string> {
  return answer(
    container,
    customerId,
    invitationId,
    async ({ rows, inventory, invitation, invitee, note }) => {
      const { shared_inventory_id } = invitation
      if (inventory?.status !== "active" || inventory.frozen_at) {
        const state = inventory?.frozen_at ? "frozen by the shop" : "archived"
        throw new HoldfastError(
          "SHARED_INVENTORY_CLOSED",
          `Shared inventory ${shared_inventory_id} is ${state}, so nobody can join it.`
        )
      }
      const members = await rows.readStandingMembers(shared_inventory_id)
      const isMine = ({ customer_id, email, status }: MemberRow): boolean =>
        customer_id === customerId ||
        (status === "invited" && email !== null && email === invitee.email)
      const mine = members.filter(isMine)
      if (mine.some((member) => member.status === "active")) {
        throw new HoldfastError(
          "ALREADY_MEMBER",
          `You are already a member of shared inventory ${shared_inventory_id}. Please decline this invitation.`
        )
      }
      const others = mine.filter((member) => member.id !== invitation.id)
      await rows.endMembers(
        others.map((member) => member.id),
        "removed"
      )
      await rows.activateMember(invitation.id, customerId)
      for (const member of others) noteMember({ note }, "memberRemoved", member)
      noteMember({ note }, "memberAccepted", { ...invitation, customer_id: customerId })
      return shared_inventory_id
    }
  )
}

/** @throws HoldfastError `NOT_FOUND` as `acceptInvitation`. */
export async function declineInvitation(
  container: MedusaContainer,
  customerId: string,
  invitationId: string
): Promise<void> {
  await answer(container, customerId, invitationId, async ({ rows, invitation, note }) => {
    await rows.endMembers([invitation.id], "declined")
    noteMember({ note }, "memberDeclined", { ...invitation, customer_id: customerId })
  })
}

interface Answering extends Change {
  invitation: InvitationRow
  invitee: Invitee
}

/**
 * Finds the invitation before any lock, so that a stranger learns nothing from waiting, and again
 * under the lock of its shared inventory, so that only one of an acceptance and a revocation wins.
 */
async function answer<Result>(
  container: MedusaContainer,
  customerId: string,
  id: string,
  work: (answering: Answering) => Promise<Result>
): Promise<Result> {
  const invitee = await inviteeOf(container, customerId)
  const find = async (rows: TradingRows): Promise<InvitationRow> => {
    const [invitation] = (await rows.listInvitations(invitee, { id, limit: 1, offset: 0 })).rows
    if (invitation) return invitation
    throw new HoldfastError("NOT_FOUND", `You have no open invitation ${id}.`)
  }
  const { shared_inventory_id } = await readRows(container, find)
  return changeInventory(container, shared_inventory_id, async (change) =>
    work({ ...change, invitation: await find(change.rows), invitee })
  )
}

/** An e-mail address counts only with an account: guests can type in anybody's. */
async function inviteeOf(container: MedusaContainer, customerId: string): Promise<Invitee> {
  const customer = (await findCustomers(container, [customerId])).get(customerId)
  const email = customer?.has_account ? customer.email : null
  return { customer_id: customerId, email: email?.toLowerCase() ?? null }
}

function toStoreInvitation(row: InvitationRow): StoreInvitation {
  return {
    id: row.id,
    shared_inventory_id: row.shared_inventory_id,
    shared_inventory_name: row.shared_inventory_name,
    role: row.role,
    created_at: row.created_at.toISOString(),
  }
}

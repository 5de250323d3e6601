import type { MedusaRequest } from "@medusajs/framework/http"
import type { StoreMember, StoreSharedInventory } from "../../../contracts/shared-inventories"
import { retrieveMember } from "../../../lib/trading/describe-members"
import { retrieveSharedInventory } from "../../../lib/trading/shared-inventories"
import { refOf } from "./context"

export interface SharedInventoryAnswer {
  shared_inventory: StoreSharedInventory
}

export interface MemberAnswer {
  member: StoreMember
}

/** The shared inventory of the request's path as it is now, with the caller's role. */
export const readAnswer = async (req: MedusaRequest): Promise<SharedInventoryAnswer> => ({
  shared_inventory: await retrieveSharedInventory(req.scope, refOf(req)),
})

export const readMember = async (req: MedusaRequest, memberId: string): Promise<MemberAnswer> => ({
  member: await retrieveMember(req.scope, refOf(req), memberId),
})

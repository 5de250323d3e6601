import type { MedusaRequest } from "@medusajs/framework/http"
import type {
  StoreMemberAnswer,
  StoreSharedInventoryAnswer,
} from "../../../contracts/shared-inventories"
import { retrieveMember } from "../../../domain/shared-inventories/members"
import { retrieveSharedInventory } from "../../../domain/shared-inventories/inventories"
import { refOf } from "./context"

/** The shared inventory that the path names, with the caller's role. */
export const readAnswer = async (req: MedusaRequest): Promise<StoreSharedInventoryAnswer> => ({
  shared_inventory: await retrieveSharedInventory(req.scope, refOf(req)),
})

export const readMember = async (
  req: MedusaRequest,
  memberId: string
): Promise<StoreMemberAnswer> => ({
  member: await retrieveMember(req.scope, refOf(req), memberId),
})

import { z } from "@medusajs/framework/zod"
import { storeAllotmentsAnswer } from "../../../contracts/allotments"
import { noBody } from "../../../contracts/common"
import {
  createSharedInventoryBody,
  inviteMemberBody,
  storeInvitationDeclined,
  storeInvitationsAnswer,
  storeMemberAnswer,
  storeMemberDeleted,
  storeMembersAnswer,
  storeSharedInventoriesAnswer,
  storeSharedInventoryAnswer,
  storeSharedInventoryLeft,
  transferOwnershipBody,
  updateMemberBody,
  updateSharedInventoryBody,
} from "../../../contracts/shared-inventories"
import {
  movedAnswer,
  moveUnitsBody,
  storeEntriesAnswer,
  storeUnitsAnswer,
} from "../../../contracts/vaults"
import { defineRoutes } from "../../utils/define-routes"
import { storePage, storePageParams } from "../../utils/query"
import { storeUnitsParams } from "../vault/routes"

const storeSharedInventoriesParams = z.object({
  ...storePage,
  status: z.enum(["active", "archived"]).optional(),
})

/** Also for one that does not exist: ids reveal nothing. */
const SEEING = ["FORBIDDEN"] as const
const CHANGING = ["FORBIDDEN", "SHARED_INVENTORY_CLOSED"] as const

const moving = {
  idempotent: "move nothing twice",
  body: moveUnitsBody,
  answer: movedAnswer,
  errors: [...CHANGING, "INSUFFICIENT_STOCK", "IDEMPOTENCY_KEY_REUSED", "INVALID_DATA"],
} as const

const member = { member_id: "Id of the membership or open invitation." }
const invitation = { id: "Id of the invitation." }

export const storeSharedInventoryRoutes = defineRoutes({
  name: "Shared inventories",
  description: "Vaults that a group of customers owns together, with roles.",
  auth: "customer",
  trading: true,
  params: { id: "Id of the shared inventory." },
  errors: ["AUTH_REQUIRED", "NOT_FOUND", "CHECKOUT_BUSY"],
  routes: {
    "GET /store/shared-inventories": {
      summary: "The customer's shared inventories, newest first",
      query: storeSharedInventoriesParams,
      answer: storeSharedInventoriesAnswer,
    },
    "POST /store/shared-inventories": {
      summary: "Create a shared inventory",
      details: "The customer becomes its owner.",
      body: createSharedInventoryBody,
      answer: storeSharedInventoryAnswer,
      status: 201,
    },
    "GET /store/shared-inventories/:id": {
      summary: "One shared inventory",
      answer: storeSharedInventoryAnswer,
      errors: SEEING,
    },
    "POST /store/shared-inventories/:id": {
      summary: "Change its name, or who may trade for it",
      details: "For managers and owners.",
      body: updateSharedInventoryBody,
      answer: storeSharedInventoryAnswer,
      errors: CHANGING,
    },
    "POST /store/shared-inventories/:id/archive": {
      summary: "Archive it",
      details: "For owners. Then only withdrawals are possible, for managers and owners.",
      body: noBody,
      answer: storeSharedInventoryAnswer,
      errors: CHANGING,
    },
    "POST /store/shared-inventories/:id/restore": {
      summary: "Restore it from the archive",
      details: "For owners.",
      body: noBody,
      answer: storeSharedInventoryAnswer,
      errors: CHANGING,
    },
    "POST /store/shared-inventories/:id/leave": {
      summary: "Leave it",
      details: "The units stay.",
      body: noBody,
      answer: storeSharedInventoryLeft,
      errors: ["FORBIDDEN", "LAST_OWNER"],
    },
    "POST /store/shared-inventories/:id/transfer-ownership": {
      summary: "Transfer the ownership",
      details: "For owners. The caller becomes a manager.",
      body: transferOwnershipBody,
      answer: storeSharedInventoryAnswer,
      errors: [...CHANGING, "INVALID_DATA"],
    },
    "POST /store/shared-inventories/:id/deposit": {
      ...moving,
      summary: "Deposit units from the member's own vault",
      details: "For every member. All of the items, or none.",
    },
    "POST /store/shared-inventories/:id/withdraw": {
      ...moving,
      summary: "Withdraw units into the member's own vault",
      details: "For managers and owners, from an archived one too. All of the items, or none.",
    },
    "GET /store/shared-inventories/:id/units": {
      summary: "What is in it, by variant",
      query: storeUnitsParams,
      answer: storeUnitsAnswer,
      errors: SEEING,
    },
    "GET /store/shared-inventories/:id/entries": {
      summary: "What moved its units, newest first",
      query: storePageParams,
      answer: storeEntriesAnswer,
      errors: SEEING,
    },
    "GET /store/shared-inventories/:id/allotments": {
      summary: "What is allotted to its members to buy",
      answer: storeAllotmentsAnswer,
      errors: SEEING,
    },
    "GET /store/shared-inventories/:id/members": {
      summary: "Members and open invitations",
      query: storePageParams,
      answer: storeMembersAnswer,
      errors: SEEING,
    },
    "POST /store/shared-inventories/:id/members": {
      summary: "Invite a customer",
      details:
        "For managers and owners. The response is the same whether or not the customer exists.",
      rateLimit: "invitations",
      body: inviteMemberBody,
      answer: storeMemberAnswer,
      status: 201,
      errors: [...CHANGING, "LIMIT_REACHED", "ALREADY_MEMBER", "TOO_MANY_REQUESTS"],
    },
    "POST /store/shared-inventories/:id/members/:member_id": {
      summary: "Change a member's role",
      details: "For managers and owners; only owners grant or revoke the owner role.",
      params: member,
      body: updateMemberBody,
      answer: storeMemberAnswer,
      errors: [...CHANGING, "LAST_OWNER", "INVALID_DATA"],
    },
    "DELETE /store/shared-inventories/:id/members/:member_id": {
      summary: "Remove a member, or withdraw an invitation",
      details: "For managers and owners; only owners remove owners.",
      params: member,
      answer: storeMemberDeleted,
      errors: [...CHANGING, "LAST_OWNER"],
    },
    "GET /store/shared-inventories/invitations": {
      summary: "The customer's open invitations, newest first",
      details: "Sent to the customer's id, or to the e-mail address of their account.",
      query: storePageParams,
      answer: storeInvitationsAnswer,
    },
    "POST /store/shared-inventories/invitations/:id/accept": {
      summary: "Accept an invitation",
      params: invitation,
      body: noBody,
      answer: storeSharedInventoryAnswer,
      errors: [...CHANGING, "ALREADY_MEMBER"],
    },
    "POST /store/shared-inventories/invitations/:id/decline": {
      summary: "Decline an invitation",
      params: invitation,
      body: noBody,
      answer: storeInvitationDeclined,
    },
  },
})

export type StoreSharedInventoriesParams = z.infer<typeof storeSharedInventoriesParams>

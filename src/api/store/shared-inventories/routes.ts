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

/** `FORBIDDEN` also for one that does not exist: ids reveal nothing. */
const SEEING = ["FORBIDDEN"] as const
const CHANGING = ["FORBIDDEN", "SHARED_INVENTORY_CLOSED"] as const

/** Units move between the member's own vault and the shared one. */
const moving = {
  idempotent: "move nothing again",
  body: moveUnitsBody,
  answer: movedAnswer,
  errors: [...CHANGING, "INSUFFICIENT_STOCK", "IDEMPOTENCY_KEY_REUSED", "INVALID_DATA"],
} as const

const member = { member_id: "Id of the member or of the open invitation." }
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
      summary: "Those in which the customer is an active member, newest first",
      query: storeSharedInventoriesParams,
      answer: storeSharedInventoriesAnswer,
    },
    "POST /store/shared-inventories": {
      summary: "Make a shared inventory",
      details: "The customer is its owner.",
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
      details:
        "For owners. Everything in it stands still but withdrawals, which managers may still make.",
      body: noBody,
      answer: storeSharedInventoryAnswer,
      errors: CHANGING,
    },
    "POST /store/shared-inventories/:id/restore": {
      summary: "Take it out of the archive",
      details: "For owners.",
      body: noBody,
      answer: storeSharedInventoryAnswer,
      errors: CHANGING,
    },
    "POST /store/shared-inventories/:id/leave": {
      summary: "Be a member no more",
      details: "The units stay.",
      body: noBody,
      answer: storeSharedInventoryLeft,
      errors: ["FORBIDDEN", "LAST_OWNER"],
    },
    "POST /store/shared-inventories/:id/transfer-ownership": {
      summary: "Make another member owner",
      details: "For owners. The caller becomes a manager, at once.",
      body: transferOwnershipBody,
      answer: storeSharedInventoryAnswer,
      errors: [...CHANGING, "INVALID_DATA"],
    },
    "POST /store/shared-inventories/:id/deposit": {
      ...moving,
      summary: "Put units of one's own into it",
      details: "For every member. All of the items, or none.",
    },
    "POST /store/shared-inventories/:id/withdraw": {
      ...moving,
      summary: "Take units out of it into one's own vault",
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
      summary: "What the shop keeps aside for its members to buy",
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
      summary: "Invite somebody",
      details:
        "For managers and owners. The answer is the same whether or not there is such a customer.",
      rateLimit: "invitations",
      body: inviteMemberBody,
      answer: storeMemberAnswer,
      status: 201,
      errors: [...CHANGING, "LIMIT_REACHED", "ALREADY_MEMBER", "TOO_MANY_REQUESTS"],
    },
    "POST /store/shared-inventories/:id/members/:member_id": {
      summary: "Give a member another role",
      details: "For managers and owners; an owner's role is for owners only to give and to take.",
      params: member,
      body: updateMemberBody,
      answer: storeMemberAnswer,
      errors: [...CHANGING, "LAST_OWNER", "INVALID_DATA"],
    },
    "DELETE /store/shared-inventories/:id/members/:member_id": {
      summary: "Remove a member, or take an invitation back",
      details: "For managers and owners; owners are removed by owners only.",
      params: member,
      answer: storeMemberDeleted,
      errors: [...CHANGING, "LAST_OWNER"],
    },
    "GET /store/shared-inventories/invitations": {
      summary: "Invitations that wait for the customer's answer, newest first",
      details: "By the customer's id, or by the e-mail address of the account.",
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

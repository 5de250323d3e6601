import type { ErrorCode } from "../../../contracts/errors"
import { noBody } from "../../../contracts/no-body"
import type { RouteEntry } from "../../../contracts/route-table"
import {
  inviteMemberBody,
  storeInvitationDeclined,
  storeInvitationsAnswer,
  storeMemberAnswer,
  storeMemberDeleted,
  storeMembersAnswer,
  storeSharedInventoryAnswer,
  updateMemberBody,
} from "../../../contracts/shared-inventories"
import { storePageParams } from "../../utils/trading-route"

const params = { id: "Id of the shared inventory." }
const member = { ...params, member_id: "Id of the member or of the open invitation." }

/** `NOT_FOUND`: of what is not there, and where the shop has switched trading off. */
const ALWAYS: readonly ErrorCode[] = ["AUTH_REQUIRED", "NOT_FOUND", "CHECKOUT_BUSY"]
const CHANGING: readonly ErrorCode[] = [...ALWAYS, "FORBIDDEN", "SHARED_INVENTORY_CLOSED"]

/** Who belongs to a shared inventory, and who is asked to. */
export const memberRoutes: readonly RouteEntry[] = [
  {
    method: "GET",
    path: "/store/shared-inventories/{id}/members",
    summary: "Members and open invitations",
    auth: "customer",
    params,
    query: storePageParams,
    answers: { 200: storeMembersAnswer },
    errors: [...ALWAYS, "FORBIDDEN"],
  },
  {
    method: "POST",
    path: "/store/shared-inventories/{id}/members",
    summary: "Invite somebody",
    details:
      "For managers and owners. The answer is the same whether or not there is such a customer.",
    auth: "customer",
    params,
    body: inviteMemberBody,
    answers: { 201: storeMemberAnswer },
    errors: [...CHANGING, "LIMIT_REACHED", "ALREADY_MEMBER", "TOO_MANY_REQUESTS"],
  },
  {
    method: "POST",
    path: "/store/shared-inventories/{id}/members/{member_id}",
    summary: "Give a member another role",
    details: "For managers and owners; an owner's role is for owners only to give and to take.",
    auth: "customer",
    params: member,
    body: updateMemberBody,
    answers: { 200: storeMemberAnswer },
    errors: [...CHANGING, "LAST_OWNER", "INVALID_DATA"],
  },
  {
    method: "DELETE",
    path: "/store/shared-inventories/{id}/members/{member_id}",
    summary: "Remove a member, or take an invitation back",
    details: "For managers and owners; owners are removed by owners only.",
    auth: "customer",
    params: member,
    answers: { 200: storeMemberDeleted },
    errors: [...CHANGING, "LAST_OWNER"],
  },
  {
    method: "GET",
    path: "/store/shared-inventories/invitations",
    summary: "Invitations that wait for the customer's answer, newest first",
    details: "By the customer's id, or by the e-mail address of the account.",
    auth: "customer",
    query: storePageParams,
    answers: { 200: storeInvitationsAnswer },
    errors: ALWAYS,
  },
  {
    method: "POST",
    path: "/store/shared-inventories/invitations/{id}/accept",
    summary: "Accept an invitation",
    auth: "customer",
    params: { id: "Id of the invitation." },
    body: noBody,
    answers: { 200: storeSharedInventoryAnswer },
    errors: [...CHANGING, "ALREADY_MEMBER"],
  },
  {
    method: "POST",
    path: "/store/shared-inventories/invitations/{id}/decline",
    summary: "Decline an invitation",
    auth: "customer",
    params: { id: "Id of the invitation." },
    body: noBody,
    answers: { 200: storeInvitationDeclined },
    errors: ALWAYS,
  },
]

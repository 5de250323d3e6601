import {
  adminFreezeBody,
  adminMembersAnswer,
  adminSharedInventoriesAnswer,
  adminSharedInventoryAnswer,
} from "../../../contracts/admin-shared-inventories"
import { adminUnitsAnswer, adminVaultEntriesAnswer } from "../../../contracts/admin-vaults"
import {
  adminAllotmentAnswer,
  adminAllotmentsAnswer,
  adminSetAllotmentBody,
} from "../../../contracts/allotments"
import { noBody } from "../../../contracts/no-body"
import type { RouteArea } from "../../../contracts/route-table"
import { adminGetAllotmentsParams } from "./[id]/allotments/validators"
import {
  adminGetEntriesParams,
  adminGetMembersParams,
  adminGetSharedInventoriesParams,
  adminGetSharedInventoryParams,
  adminGetUnitsParams,
} from "./validators"

const one = {
  auth: "admin",
  params: { id: "Id of the shared inventory." },
  errors: ["NOT_FOUND", "CHECKOUT_BUSY"],
} as const

export const adminSharedInventoryRoutes: RouteArea = {
  name: "Shared inventories (admin)",
  description: "See shared inventories, stop one, and set stock aside for its members.",
  routes: [
    {
      method: "GET",
      path: "/admin/shared-inventories",
      summary: "Shared inventories, newest first",
      auth: "admin",
      query: adminGetSharedInventoriesParams,
      answers: { 200: adminSharedInventoriesAnswer },
      errors: ["NOT_FOUND", "CHECKOUT_BUSY"],
    },
    {
      ...one,
      method: "GET",
      path: "/admin/shared-inventories/{id}",
      summary: "One shared inventory",
      query: adminGetSharedInventoryParams,
      answers: { 200: adminSharedInventoryAnswer },
    },
    {
      ...one,
      method: "GET",
      path: "/admin/shared-inventories/{id}/members",
      summary: "Its memberships and invitations, those that ended too",
      query: adminGetMembersParams,
      answers: { 200: adminMembersAnswer },
    },
    {
      ...one,
      method: "GET",
      path: "/admin/shared-inventories/{id}/units",
      summary: "What is in its vault, by variant",
      query: adminGetUnitsParams,
      answers: { 200: adminUnitsAnswer },
    },
    {
      ...one,
      method: "GET",
      path: "/admin/shared-inventories/{id}/entries",
      summary: "The journal of its vault, newest first",
      query: adminGetEntriesParams,
      answers: { 200: adminVaultEntriesAnswer },
    },
    {
      ...one,
      method: "POST",
      path: "/admin/shared-inventories/{id}/freeze",
      summary: "Stop everything in it",
      details: "Its members still see it and may leave.",
      body: adminFreezeBody,
      answers: { 200: adminSharedInventoryAnswer },
    },
    {
      ...one,
      method: "POST",
      path: "/admin/shared-inventories/{id}/unfreeze",
      summary: "Let it go on",
      body: noBody,
      answers: { 200: adminSharedInventoryAnswer },
    },
    {
      ...one,
      method: "GET",
      path: "/admin/shared-inventories/{id}/allotments",
      summary: "What is set aside for its members, held and sold so far",
      query: adminGetAllotmentsParams,
      answers: { 200: adminAllotmentsAnswer },
    },
    {
      ...one,
      method: "POST",
      path: "/admin/shared-inventories/{id}/allotments",
      summary: "Set how many units of a variant are kept aside",
      details: "Where the stock is short, nothing changes; never below what members hold.",
      body: adminSetAllotmentBody,
      answers: { 200: adminAllotmentAnswer },
      errors: [...one.errors, "INSUFFICIENT_STOCK", "SHARED_INVENTORY_CLOSED", "INVALID_DATA"],
    },
  ],
}

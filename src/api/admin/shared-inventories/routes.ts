import { z } from "@medusajs/framework/zod"
import { createFindParams, createSelectParams } from "@medusajs/medusa/api/utils/validators"
import {
  adminFreezeBody,
  adminMembersAnswer,
  adminSharedInventoriesAnswer,
  adminSharedInventory,
  adminSharedInventoryAnswer,
  memberStatus,
} from "../../../contracts/admin-shared-inventories"
import { adminUnitsAnswer, adminVaultEntriesAnswer } from "../../../contracts/admin-vaults"
import {
  adminAllotmentAnswer,
  adminAllotmentsAnswer,
  adminSetAllotmentBody,
} from "../../../contracts/allotments"
import { noBody } from "../../../contracts/common"
import { defineRoutes } from "../../utils/define-routes"
import { adminPage, dates, longAdminPage, oneOrMany, orderOf } from "../../utils/query"

const FIELDS = Object.keys(adminSharedInventory.shape)

/** Not columns, or useless for sorting. */
const UNSORTED = ["frozen", "member_count", "metadata"]

const adminGetSharedInventoriesParams = createFindParams()
  .omit({ with_deleted: true })
  .extend({
    ...adminPage,
    order: orderOf(FIELDS.filter((field) => !UNSORTED.includes(field))),
    /** Searches the name. */
    q: z.string().optional(),
    id: oneOrMany(z.string()),
    status: oneOrMany(z.enum(["active", "archived"])),
    frozen: z.enum(["true", "false"]).optional(),
    /** With this customer as an active member. */
    customer_id: oneOrMany(z.string()),
    created_at: dates,
    updated_at: dates,
  })

const adminGetMembersParams = z.object({ ...adminPage, status: oneOrMany(memberStatus) })
const adminGetUnitsParams = z.object({ ...adminPage, variant_id: oneOrMany(z.string()) })
const adminGetEntriesParams = z.object(adminPage)
const adminGetAllotmentsParams = z.object(longAdminPage)

/** Returns the shared inventory, with the fields that the query chooses. */
const one = { query: createSelectParams(), fields: FIELDS, answer: adminSharedInventoryAnswer }

export const adminSharedInventoryRoutes = defineRoutes({
  name: "Shared inventories (admin)",
  description: "See shared inventories, freeze one, and allot stock to its members.",
  auth: "admin",
  resource: "holdfast_shared_inventory",
  trading: true,
  params: { id: "Id of the shared inventory." },
  errors: ["NOT_FOUND", "CHECKOUT_BUSY"],
  routes: {
    "GET /admin/shared-inventories": {
      summary: "Shared inventories, newest first",
      query: adminGetSharedInventoriesParams,
      fields: FIELDS,
      answer: adminSharedInventoriesAnswer,
    },
    "GET /admin/shared-inventories/:id": { ...one, summary: "One shared inventory" },
    "GET /admin/shared-inventories/:id/members": {
      summary: "Its memberships and invitations, ended ones included",
      query: adminGetMembersParams,
      answer: adminMembersAnswer,
    },
    "GET /admin/shared-inventories/:id/units": {
      summary: "What is in its vault, by variant",
      query: adminGetUnitsParams,
      answer: adminUnitsAnswer,
    },
    "GET /admin/shared-inventories/:id/entries": {
      summary: "The journal of its vault, newest first",
      query: adminGetEntriesParams,
      answer: adminVaultEntriesAnswer,
    },
    "POST /admin/shared-inventories/:id/freeze": {
      ...one,
      summary: "Freeze it",
      details: "Stops everything in it; its members still see it and may leave.",
      body: adminFreezeBody,
    },
    "POST /admin/shared-inventories/:id/unfreeze": {
      ...one,
      summary: "Unfreeze it",
      body: noBody,
    },
    "GET /admin/shared-inventories/:id/allotments": {
      summary: "What is allotted to its members, held and sold so far",
      query: adminGetAllotmentsParams,
      answer: adminAllotmentsAnswer,
    },
    "POST /admin/shared-inventories/:id/allotments": {
      summary: "Set how many units of a variant are allotted",
      details: "If the stock is short, nothing changes. Not below what members hold.",
      body: adminSetAllotmentBody,
      answer: adminAllotmentAnswer,
      errors: ["INSUFFICIENT_STOCK", "SHARED_INVENTORY_CLOSED", "INVALID_DATA"],
    },
  },
})

export type AdminGetSharedInventoriesParams = z.infer<typeof adminGetSharedInventoriesParams>
export type AdminGetMembersParams = z.infer<typeof adminGetMembersParams>
export type AdminGetUnitsParams = z.infer<typeof adminGetUnitsParams>
export type AdminGetEntriesParams = z.infer<typeof adminGetEntriesParams>
export type AdminGetAllotmentsParams = z.infer<typeof adminGetAllotmentsParams>

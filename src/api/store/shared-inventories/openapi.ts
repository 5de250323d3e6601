import type { ErrorCode } from "../../../contracts/errors"
import type { RouteArea } from "../../../contracts/route-table"
import {
  createSharedInventoryBody,
  storeSharedInventoriesAnswer,
  storeSharedInventoryAnswer,
  storeSharedInventoryLeft,
  transferOwnershipBody,
  updateSharedInventoryBody,
} from "../../../contracts/shared-inventories"
import { storeAllotmentsAnswer } from "../../../contracts/allotments"
import { noBody } from "../../../contracts/no-body"
import {
  movedAnswer,
  moveUnitsBody,
  storeEntriesAnswer,
  storeUnitsAnswer,
} from "../../../contracts/vaults"
import { storePageParams } from "../../utils/trading-route"
import { storeUnitsParams } from "../vault/validators"
import { memberRoutes } from "./openapi-members"
import { storeSharedInventoriesParams } from "./validators"

const one = { auth: "customer", params: { id: "Id of the shared inventory." } } as const

/** `NOT_FOUND`: where the shop has switched trading off. */
const ALWAYS = ["AUTH_REQUIRED", "NOT_FOUND", "CHECKOUT_BUSY"] as const

/** `FORBIDDEN` also for one that does not exist: ids tell nothing. */
const SEEING: readonly ErrorCode[] = [...ALWAYS, "FORBIDDEN"]
const CHANGING: readonly ErrorCode[] = [...SEEING, "SHARED_INVENTORY_CLOSED"]

/** Routes that move units between the member's own vault and the shared one. */
const move = (verb: "deposit" | "withdraw", summary: string, details: string) => ({
  ...one,
  method: "POST" as const,
  path: `/store/shared-inventories/{id}/${verb}` as const,
  summary,
  details: `${details} All of the items, or none.`,
  headers: {
    "Idempotency-Key":
      "Makes retries safe: the same key and request move nothing again. 128 characters at most.",
  },
  body: moveUnitsBody,
  answers: { 200: movedAnswer },
  errors: [...CHANGING, "INSUFFICIENT_STOCK", "IDEMPOTENCY_KEY_REUSED", "INVALID_DATA"] as const,
})

/** Routes that a page of rows comes from. */
const look = { ...one, method: "GET", errors: SEEING } as const

export const storeSharedInventoryRoutes: RouteArea = {
  name: "Shared inventories",
  description: "Vaults that a group of customers owns together, with roles.",
  routes: [
    {
      method: "GET",
      path: "/store/shared-inventories",
      summary: "Those in which the customer is an active member, newest first",
      auth: "customer",
      query: storeSharedInventoriesParams,
      answers: { 200: storeSharedInventoriesAnswer },
      errors: ALWAYS,
    },
    {
      method: "POST",
      path: "/store/shared-inventories",
      summary: "Make a shared inventory",
      details: "The customer is its owner.",
      auth: "customer",
      body: createSharedInventoryBody,
      answers: { 201: storeSharedInventoryAnswer },
      errors: ALWAYS,
    },
    {
      ...look,
      path: "/store/shared-inventories/{id}",
      summary: "One shared inventory",
      answers: { 200: storeSharedInventoryAnswer },
    },
    {
      ...one,
      method: "POST",
      path: "/store/shared-inventories/{id}",
      summary: "Change its name, or who may trade for it",
      details: "For managers and owners.",
      body: updateSharedInventoryBody,
      answers: { 200: storeSharedInventoryAnswer },
      errors: CHANGING,
    },
    {
      ...one,
      method: "POST",
      path: "/store/shared-inventories/{id}/archive",
      summary: "Archive it",
      details:
        "For owners. Everything in it stands still but withdrawals, which managers may still make.",
      body: noBody,
      answers: { 200: storeSharedInventoryAnswer },
      errors: CHANGING,
    },
    {
      ...one,
      method: "POST",
      path: "/store/shared-inventories/{id}/restore",
      summary: "Take it out of the archive",
      details: "For owners.",
      body: noBody,
      answers: { 200: storeSharedInventoryAnswer },
      errors: CHANGING,
    },
    {
      ...one,
      method: "POST",
      path: "/store/shared-inventories/{id}/leave",
      summary: "Be a member no more",
      details: "The units stay.",
      body: noBody,
      answers: { 200: storeSharedInventoryLeft },
      errors: [...SEEING, "LAST_OWNER"],
    },
    {
      ...one,
      method: "POST",
      path: "/store/shared-inventories/{id}/transfer-ownership",
      summary: "Make another member owner",
      details: "For owners. The caller becomes a manager, at once.",
      body: transferOwnershipBody,
      answers: { 200: storeSharedInventoryAnswer },
      errors: [...CHANGING, "INVALID_DATA"],
    },
    move("deposit", "Put units of one's own into it", "For every member."),
    move(
      "withdraw",
      "Take units out of it into one's own vault",
      "For managers and owners, from an archived one too."
    ),
    {
      ...look,
      path: "/store/shared-inventories/{id}/units",
      summary: "What is in it, by variant",
      query: storeUnitsParams,
      answers: { 200: storeUnitsAnswer },
    },
    {
      ...look,
      path: "/store/shared-inventories/{id}/entries",
      summary: "What moved its units, newest first",
      query: storePageParams,
      answers: { 200: storeEntriesAnswer },
    },
    {
      ...look,
      path: "/store/shared-inventories/{id}/allotments",
      summary: "What the shop keeps aside for its members to buy",
      answers: { 200: storeAllotmentsAnswer },
    },
    ...memberRoutes,
  ],
}

import type { MiddlewareRoute } from "@medusajs/framework/http"
import { noBody } from "../../../contracts/no-body"
import {
  createSharedInventoryBody,
  inviteMemberBody,
  transferOwnershipBody,
  updateMemberBody,
  updateSharedInventoryBody,
} from "../../../contracts/shared-inventories"
import { moveUnitsBody } from "../../../contracts/vaults"
import { limitPerMinute } from "../../utils/rate-limit"
import { body, query, storePageParams, tradingRoute } from "../../utils/trading-route"
import { storeUnitsParams } from "../vault/validators"
import { storeSharedInventoriesParams } from "./validators"

const ALL = "/store/shared-inventories"
const ONE = `${ALL}/:id`

export const storeSharedInventoryMiddlewares: MiddlewareRoute[] = [
  tradingRoute("GET", ALL, query(storeSharedInventoriesParams)),
  tradingRoute("POST", ALL, body(createSharedInventoryBody)),
  // Express matches it as /:id too, where it is asked for the login once more and nothing else.
  tradingRoute("GET", `${ALL}/invitations`, query(storePageParams)),
  ...["accept", "decline"].map((verb) =>
    tradingRoute("POST", `${ALL}/invitations/:id/${verb}`, body(noBody))
  ),
  tradingRoute("GET", ONE),
  tradingRoute("POST", ONE, body(updateSharedInventoryBody)),
  ...["archive", "restore", "leave"].map((verb) =>
    tradingRoute("POST", `${ONE}/${verb}`, body(noBody))
  ),
  tradingRoute("GET", `${ONE}/units`, query(storeUnitsParams)),
  ...["entries", "members"].map((what) =>
    tradingRoute("GET", `${ONE}/${what}`, query(storePageParams))
  ),
  tradingRoute("POST", `${ONE}/members`, limitPerMinute("invitations"), body(inviteMemberBody)),
  tradingRoute("POST", `${ONE}/members/:member_id`, body(updateMemberBody)),
  tradingRoute("DELETE", `${ONE}/members/:member_id`),
  tradingRoute("POST", `${ONE}/transfer-ownership`, body(transferOwnershipBody)),
  ...["deposit", "withdraw"].map((verb) =>
    tradingRoute("POST", `${ONE}/${verb}`, body(moveUnitsBody))
  ),
]

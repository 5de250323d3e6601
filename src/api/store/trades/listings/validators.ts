import { z } from "@medusajs/framework/zod"
import { context } from "../../../../contracts/vaults"
import { storePage } from "../../../utils/trading-route"

export const storeGetListingsParams = z.object({ context: context.default("self"), ...storePage })

export type StoreGetListingsParams = z.infer<typeof storeGetListingsParams>

import { MedusaService } from "@medusajs/framework/utils"
import { Membership } from "./models/membership"
import { SharedInventory } from "./models/shared-inventory"
import { Trade } from "./models/trade"
import { TradeLeg } from "./models/trade-leg"
import { TradeListing } from "./models/trade-listing"
import { TradeParty } from "./models/trade-party"
import { VaultShortfall } from "./models/vault-shortfall"
import { bind, type Executor } from "../../shared/executor"
import { ROWS, type TradingRows } from "./rows"

/**
 * Shared inventories, members, trades and listings. Units and holds are the ledger's: changes that
 * belong together are written through `within`, in the ledger's transaction.
 */
export default class TradingModuleService extends MedusaService({
  SharedInventory,
  Membership,
  Trade,
  TradeParty,
  TradeLeg,
  TradeListing,
  VaultShortfall,
}) {
  /** This module's rows in a caller's transaction, or outside one for reads. */
  within(executor: Executor): TradingRows {
    return bind(ROWS, (work) => work(executor))
  }
}

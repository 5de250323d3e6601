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

/** Units and holds are the ledger's; what must change with them is written through `within`. */
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

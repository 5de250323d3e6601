import type { MedusaContainer } from "@medusajs/framework/types"
import type DropsModuleService from "../modules/drops/service"
import type LedgerModuleService from "../modules/ledger/service"
import type TradingModuleService from "../modules/trading/service"
import { DROPS_MODULE, LEDGER_MODULE, TRADING_MODULE } from "../shared/options"

export const ledgerOf = (container: MedusaContainer): LedgerModuleService =>
  container.resolve(LEDGER_MODULE)

export const dropsOf = (container: MedusaContainer): DropsModuleService =>
  container.resolve(DROPS_MODULE)

export const tradingOf = (container: MedusaContainer): TradingModuleService =>
  container.resolve(TRADING_MODULE)

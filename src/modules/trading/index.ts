import { defineJoinerConfig, Module } from "@medusajs/framework/utils"
import { TRADING_MODULE } from "../../shared/options"
import { Membership } from "./models/membership"
import { SharedInventory } from "./models/shared-inventory"
import { Trade } from "./models/trade"
import { TradeLeg } from "./models/trade-leg"
import { TradeListing } from "./models/trade-listing"
import { TradeParty } from "./models/trade-party"
import { VaultShortfall } from "./models/vault-shortfall"
import TradingModuleService from "./service"

/** Medusa derives method names from the table's name; the service omits its prefix. */
const joinerConfig = defineJoinerConfig(TRADING_MODULE, {
  models: [SharedInventory, Membership, Trade, TradeParty, TradeLeg, TradeListing, VaultShortfall],
  alias: [
    aliasOf("holdfast_shared_inventory", "HoldfastSharedInventory", "SharedInventories"),
    aliasOf("holdfast_membership", "HoldfastMembership", "Memberships"),
    aliasOf("holdfast_trade", "HoldfastTrade", "Trades"),
    aliasOf("holdfast_trade_party", "HoldfastTradeParty", "TradeParties"),
    aliasOf("holdfast_trade_leg", "HoldfastTradeLeg", "TradeLegs"),
    aliasOf("holdfast_trade_listing", "HoldfastTradeListing", "TradeListings"),
    aliasOf("holdfast_vault_shortfall", "HoldfastVaultShortfall", "VaultShortfalls"),
  ],
})

function aliasOf(name: string, entity: string, methodSuffix: string) {
  return { name: [name, `${name}s`], entity, args: { methodSuffix } }
}

Object.assign(TradingModuleService.prototype, { __joinerConfig: () => joinerConfig })

export { TRADING_MODULE }

export default Module(TRADING_MODULE, { service: TradingModuleService })

import { Module } from "@medusajs/framework/utils"
import { LEDGER_MODULE, readOptions } from "../../shared/options"
import { joinerConfig } from "./joiner"
import LedgerModuleService from "./service"

/** Stops the boot when an option is wrong. */
async function validateOptions(): Promise<void> {
  readOptions()
}

// Medusa reads it from the prototype, before there is a service.
Object.assign(LedgerModuleService.prototype, { __joinerConfig: () => joinerConfig })

export { LEDGER_MODULE }
export { holdBy, poolBy } from "./joiner"

export default Module(LEDGER_MODULE, { service: LedgerModuleService, loaders: [validateOptions] })

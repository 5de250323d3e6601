import { Module } from "@medusajs/framework/utils"
import { LEDGER_MODULE, readOptions } from "../../shared/options"
import LedgerModuleService from "./service"

/** Stops the boot with a sentence when an option is wrong. */
async function validateOptions(): Promise<void> {
  readOptions()
}

export default Module(LEDGER_MODULE, { service: LedgerModuleService, loaders: [validateOptions] })

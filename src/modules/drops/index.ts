import { defineJoinerConfig, Module } from "@medusajs/framework/utils"
import { DROPS_MODULE } from "../../shared/options"
import { Drop } from "./models/drop"
import { DropPurchase } from "./models/drop-purchase"
import { DropRefusal } from "./models/drop-refusal"
import DropsModuleService from "./service"

/** Medusa derives method names from the table's name; the service omits its prefix. */
const joinerConfig = defineJoinerConfig(DROPS_MODULE, {
  models: [Drop, DropPurchase, DropRefusal],
  alias: [
    aliasOf("holdfast_drop", "HoldfastDrop", "Drops"),
    aliasOf("holdfast_drop_purchase", "HoldfastDropPurchase", "DropPurchases"),
    aliasOf("holdfast_drop_refusal", "HoldfastDropRefusal", "DropRefusals"),
  ],
})

function aliasOf(name: string, entity: string, methodSuffix: string) {
  return { name: [name, `${name}s`], entity, args: { methodSuffix } }
}

Object.assign(DropsModuleService.prototype, { __joinerConfig: () => joinerConfig })

export { DROPS_MODULE }

export default Module(DROPS_MODULE, { service: DropsModuleService })

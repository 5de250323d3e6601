import { Module } from "@medusajs/framework/utils"
import { DROPS_MODULE } from "../../lib/options"
import DropsModuleService from "./service"

export default Module(DROPS_MODULE, { service: DropsModuleService })

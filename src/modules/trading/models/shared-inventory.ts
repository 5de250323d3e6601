import { model } from "@medusajs/framework/utils"

/** A group's vault and allotments. `frozen_at`: the merchant has stopped everything. */
export const SharedInventory = model
  .define("holdfast_shared_inventory", {
    id: model.id({ prefix: "hfinv" }).primaryKey(),
    name: model.text().searchable(),
    status: model.enum(["active", "archived"]).default("active"),
    /** The lowest role that may act for it in trades. */
    trade_role: model.enum(["member", "manager"]).default("manager"),
    created_by: model.text(),
    frozen_at: model.dateTime().nullable(),
    frozen_reason: model.text().nullable(),
    metadata: model.json().nullable(),
  })
  .indexes([{ on: ["status"], where: "deleted_at is null" }])

import { model } from "@medusajs/framework/utils"

/** Units that a cancelled or returned order should have taken back, but that had left the vault. */
export const VaultShortfall = model
  .define("holdfast_vault_shortfall", {
    id: model.id({ prefix: "hfshort" }).primaryKey(),
    owner_type: model.enum(["customer", "shared_inventory"]),
    owner_id: model.text(),
    variant_id: model.text(),
    order_id: model.text(),
    line_item_id: model.text(),
    /** Units still owed. */
    quantity: model.number(),
    /** The journal's key of the debit that fell short: one row for each. */
    idempotency_key: model.text(),
    resolved_at: model.dateTime().nullable(),
    resolved_reason: model.text().nullable(),
  })
  .indexes([
    { on: ["idempotency_key"], unique: true, where: "deleted_at is null" },
    { on: ["owner_type", "owner_id"], where: "deleted_at is null" },
  ])
  .checks([{ name: "holdfast_vault_shortfall_positive", expression: "quantity > 0" }])

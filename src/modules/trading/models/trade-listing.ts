import { model } from "@medusajs/framework/utils"

/** What a customer or a shared inventory offers of a variant, and wants of it. */
export const TradeListing = model
  .define("holdfast_trade_listing", {
    id: model.id({ prefix: "hflist" }).primaryKey(),
    owner_type: model.enum(["customer", "shared_inventory"]),
    owner_id: model.text(),
    variant_id: model.text(),
    for_trade: model.number().default(0),
    wanted: model.number().default(0),
  })
  .indexes([
    { on: ["owner_type", "owner_id", "variant_id"], unique: true, where: "deleted_at is null" },
    // With thousands of listings of a variant, matching considers those touched last.
    {
      name: "IDX_holdfast_trade_listing_given",
      on: ["variant_id", "updated_at"],
      where: "for_trade > 0 and deleted_at is null",
    },
    {
      name: "IDX_holdfast_trade_listing_wanted",
      on: ["variant_id", "updated_at"],
      where: "wanted > 0 and deleted_at is null",
    },
  ])
  .checks([
    { name: "holdfast_trade_listing_not_negative", expression: "for_trade >= 0 and wanted >= 0" },
    {
      name: "holdfast_trade_listing_one_direction",
      expression: "for_trade = 0 or wanted = 0",
    },
  ])

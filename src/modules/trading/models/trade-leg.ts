import { model } from "@medusajs/framework/utils"

/** Units of one variant that go from one party of a trade to another. */
export const TradeLeg = model
  .define("holdfast_trade_leg", {
    id: model.id({ prefix: "hfleg" }).primaryKey(),
    trade_id: model.text(),
    from_position: model.number(),
    to_position: model.number(),
    variant_id: model.text(),
    quantity: model.number(),
  })
  .indexes([
    {
      on: ["trade_id", "from_position", "variant_id"],
      unique: true,
      where: "deleted_at is null",
    },
  ])
  .checks([
    { name: "holdfast_trade_leg_quantity_positive", expression: "quantity > 0" },
    { name: "holdfast_trade_leg_goes_elsewhere", expression: "from_position <> to_position" },
  ])

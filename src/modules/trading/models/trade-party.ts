import { model } from "@medusajs/framework/utils"

/** One side of a trade. Position 0 is the initiator; a ring passes on from 0 to 1 to 2 to 0. */
export const TradeParty = model
  .define("holdfast_trade_party", {
    id: model.id({ prefix: "hfparty" }).primaryKey(),
    trade_id: model.text(),
    position: model.number(),
    owner_type: model.enum(["customer", "shared_inventory"]),
    owner_id: model.text(),
    /** The customer who confirmed for this side. */
    confirmed_by: model.text().nullable(),
    confirmed_at: model.dateTime().nullable(),
  })
  .indexes([
    { on: ["trade_id", "position"], unique: true, where: "deleted_at is null" },
    { on: ["owner_type", "owner_id", "trade_id"], where: "deleted_at is null" },
  ])

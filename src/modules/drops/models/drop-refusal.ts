import { model } from "@medusajs/framework/utils"

/** Shoppers that a drop turned away in a minute, for its statistics. */
export const DropRefusal = model
  .define("holdfast_drop_refusal", {
    id: model.id({ prefix: "hfref" }).primaryKey(),
    drop_id: model.text(),
    minute: model.dateTime(),
    count: model.number(),
  })
  .indexes([{ on: ["drop_id", "minute"], where: "deleted_at is null" }])

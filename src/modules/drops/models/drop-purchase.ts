import { model } from "@medusajs/framework/utils"

/** One line of the activity feed: a hold of a drop that became part of an order. */
export const DropPurchase = model
  .define("holdfast_drop_purchase", {
    id: model.id({ prefix: "hfbuy" }).primaryKey(),
    drop_id: model.text(),
    hold_id: model.text(),
    order_id: model.text(),
    customer_id: model.text().nullable(),
    /** First name and initial, as others may see it. */
    username: model.text(),
    /** False for a customer who opted out of being shown. */
    is_public: model.boolean().default(true),
    quantity: model.number(),
    purchased_at: model.dateTime(),
  })
  .indexes([
    { on: ["hold_id"], unique: true, where: "deleted_at is null" },
    { on: ["drop_id", "purchased_at"], where: "deleted_at is null" },
    { on: ["customer_id"], where: "deleted_at is null and customer_id is not null" },
  ])

import { model } from "@medusajs/framework/utils"

/** What a merchant decided. Whether a scheduled drop is live depends on the database's clock. */
export const Drop = model
  .define("holdfast_drop", {
    id: model.id({ prefix: "hfdrop" }).primaryKey(),
    name: model.text().searchable(),
    variant_id: model.text(),
    product_id: model.text(),
    sales_channel_id: model.text(),
    price: model.bigNumber().nullable(),
    currency_code: model.text().nullable(),
    total_quantity: model.number(),
    starts_at: model.dateTime().nullable(),
    ends_at: model.dateTime().nullable(),
    hold_ttl_seconds: model.number().default(60),
    limit_per_customer: model.number().default(1),
    guests_allowed: model.boolean().default(false),
    status: model.enum(["draft", "scheduled", "ended", "cancelled"]).default("draft"),
    /** For the merchant's staff only: no Store response carries it. */
    note: model.text().nullable(),
    pool_id: model.text().nullable(),
    metadata: model.json().nullable(),
  })
  .indexes([
    { on: ["sales_channel_id", "status"], where: "deleted_at is null" },
    { on: ["variant_id"], where: "deleted_at is null" },
  ])
  .checks([
    { name: "holdfast_drop_quantity_positive", expression: "total_quantity > 0" },
    { name: "holdfast_drop_limit_positive", expression: "limit_per_customer > 0" },
    {
      name: "holdfast_drop_window",
      expression: "ends_at is null or starts_at is null or ends_at > starts_at",
    },
  ])

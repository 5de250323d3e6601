import { model } from "@medusajs/framework/utils"

/** An exchange between two contexts, or around a ring of three. See docs/concepts/states.md. */
export const Trade = model
  .define("holdfast_trade", {
    id: model.id({ prefix: "hftrade" }).primaryKey(),
    kind: model.enum(["direct", "ring"]),
    status: model
      .enum(["pending", "completed", "declined", "cancelled", "expired"])
      .default("pending"),
    message: model.text().nullable(),
    created_by: model.text(),
    expires_at: model.dateTime(),
    /** Set when all have confirmed. */
    settles_at: model.dateTime().nullable(),
    resolved_at: model.dateTime().nullable(),
    /** The customer who ended it; null for the clock and the merchant. */
    resolved_by: model.text().nullable(),
    /** Why the merchant, or the marketplace itself, ended it. */
    reason: model.text().nullable(),
    /** The trade that this one counters. */
    counter_of: model.text().nullable(),
    idempotency_key: model.text().nullable(),
    request_hash: model.text().nullable(),
  })
  .indexes([
    { on: ["status", "expires_at"], where: "deleted_at is null" },
    { on: ["created_by", "status"], where: "deleted_at is null" },
    {
      on: ["created_by", "idempotency_key"],
      unique: true,
      where: "idempotency_key is not null and deleted_at is null",
    },
  ])
  .checks([
    {
      name: "holdfast_trade_resolved_once",
      expression: "(status = 'pending') = (resolved_at is null)",
    },
  ])

import { model } from "@medusajs/framework/utils"

/** An invitation by e-mail has no customer until it is accepted. See docs/concepts/states.md. */
export const Membership = model
  .define("holdfast_membership", {
    id: model.id({ prefix: "hfmem" }).primaryKey(),
    shared_inventory_id: model.text(),
    customer_id: model.text().nullable(),
    /** Lower case; null for somebody invited by customer id. */
    email: model.text().nullable(),
    role: model.enum(["owner", "manager", "member"]),
    status: model.enum(["invited", "active", "declined", "left", "removed"]).default("invited"),
    invited_by: model.text().nullable(),
    joined_at: model.dateTime().nullable(),
    ended_at: model.dateTime().nullable(),
  })
  .indexes([
    {
      on: ["shared_inventory_id", "customer_id"],
      unique: true,
      where: "customer_id is not null and status in ('invited', 'active') and deleted_at is null",
    },
    {
      on: ["shared_inventory_id", "email"],
      unique: true,
      where: "email is not null and status = 'invited' and deleted_at is null",
    },
    { on: ["customer_id"], where: "status in ('invited', 'active') and deleted_at is null" },
    { on: ["email"], where: "status = 'invited' and deleted_at is null" },
  ])
  .checks([
    {
      name: "holdfast_membership_has_somebody",
      expression: "customer_id is not null or email is not null",
    },
    {
      name: "holdfast_membership_active_has_customer",
      expression: "status <> 'active' or customer_id is not null",
    },
  ])

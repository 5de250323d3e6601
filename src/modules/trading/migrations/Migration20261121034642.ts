import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261121034642 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "holdfast_vault_shortfall" drop constraint if exists "holdfast_vault_shortfall_idempotency_key_unique";`);
    this.addSql(`alter table if exists "holdfast_trade_party" drop constraint if exists "holdfast_trade_party_trade_id_position_unique";`);
    this.addSql(`alter table if exists "holdfast_trade_listing" drop constraint if exists "holdfast_trade_listing_owner_type_owner_id_variant_id_unique";`);
    this.addSql(`alter table if exists "holdfast_trade_leg" drop constraint if exists "holdfast_trade_leg_trade_id_from_position_variant_id_unique";`);
    this.addSql(`alter table if exists "holdfast_trade" drop constraint if exists "holdfast_trade_created_by_idempotency_key_unique";`);
    this.addSql(`alter table if exists "holdfast_membership" drop constraint if exists "holdfast_membership_shared_inventory_id_email_unique";`);
    this.addSql(`alter table if exists "holdfast_membership" drop constraint if exists "holdfast_membership_shared_inventory_id_customer_id_unique";`);
    this.addSql(`create table if not exists "holdfast_membership" ("id" text not null, "shared_inventory_id" text not null, "customer_id" text null, "email" text null, "role" text check ("role" in ('owner', 'manager', 'member')) not null, "status" text check ("status" in ('invited', 'active', 'declined', 'left', 'removed')) not null default 'invited', "invited_by" text null, "joined_at" timestamptz null, "ended_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "holdfast_membership_pkey" primary key ("id"), constraint holdfast_membership_has_somebody check (customer_id is not null or email is not null), constraint holdfast_membership_active_has_customer check (status <> 'active' or customer_id is not null));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_membership_deleted_at" ON "holdfast_membership" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE UNIQUE INDEX IF NOT EXISTS "IDX_holdfast_membership_shared_inventory_id_customer_id_unique" ON "holdfast_membership" ("shared_inventory_id", "customer_id") WHERE customer_id is not null and status in ('invited', 'active') and deleted_at is null;`);
    this.addSql(`CREATE UNIQUE INDEX IF NOT EXISTS "IDX_holdfast_membership_shared_inventory_id_email_unique" ON "holdfast_membership" ("shared_inventory_id", "email") WHERE email is not null and status = 'invited' and deleted_at is null;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_membership_customer_id" ON "holdfast_membership" ("customer_id") WHERE status in ('invited', 'active') and deleted_at is null;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_membership_email" ON "holdfast_membership" ("email") WHERE status = 'invited' and deleted_at is null;`);

    this.addSql(`create table if not exists "holdfast_shared_inventory" ("id" text not null, "name" text not null, "status" text check ("status" in ('active', 'archived')) not null default 'active', "trade_role" text check ("trade_role" in ('member', 'manager')) not null default 'manager', "created_by" text not null, "frozen_at" timestamptz null, "frozen_reason" text null, "metadata" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "holdfast_shared_inventory_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_shared_inventory_deleted_at" ON "holdfast_shared_inventory" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_shared_inventory_status" ON "holdfast_shared_inventory" ("status") WHERE deleted_at is null;`);

    this.addSql(`create table if not exists "holdfast_trade" ("id" text not null, "kind" text check ("kind" in ('direct', 'ring')) not null, "status" text check ("status" in ('pending', 'completed', 'declined', 'cancelled', 'expired')) not null default 'pending', "message" text null, "created_by" text not null, "expires_at" timestamptz not null, "settles_at" timestamptz null, "resolved_at" timestamptz null, "resolved_by" text null, "reason" text null, "counter_of" text null, "idempotency_key" text null, "request_hash" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "holdfast_trade_pkey" primary key ("id"), constraint holdfast_trade_resolved_once check ((status = 'pending') = (resolved_at is null)));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_trade_deleted_at" ON "holdfast_trade" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_trade_status_expires_at" ON "holdfast_trade" ("status", "expires_at") WHERE deleted_at is null;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_trade_created_by_status" ON "holdfast_trade" ("created_by", "status") WHERE deleted_at is null;`);
    this.addSql(`CREATE UNIQUE INDEX IF NOT EXISTS "IDX_holdfast_trade_created_by_idempotency_key_unique" ON "holdfast_trade" ("created_by", "idempotency_key") WHERE idempotency_key is not null and deleted_at is null;`);

    this.addSql(`create table if not exists "holdfast_trade_leg" ("id" text not null, "trade_id" text not null, "from_position" integer not null, "to_position" integer not null, "variant_id" text not null, "quantity" integer not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "holdfast_trade_leg_pkey" primary key ("id"), constraint holdfast_trade_leg_quantity_positive check (quantity > 0), constraint holdfast_trade_leg_goes_elsewhere check (from_position <> to_position));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_trade_leg_deleted_at" ON "holdfast_trade_leg" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE UNIQUE INDEX IF NOT EXISTS "IDX_holdfast_trade_leg_trade_id_from_position_variant_id_unique" ON "holdfast_trade_leg" ("trade_id", "from_position", "variant_id") WHERE deleted_at is null;`);

    this.addSql(`create table if not exists "holdfast_trade_listing" ("id" text not null, "owner_type" text check ("owner_type" in ('customer', 'shared_inventory')) not null, "owner_id" text not null, "variant_id" text not null, "for_trade" integer not null default 0, "wanted" integer not null default 0, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "holdfast_trade_listing_pkey" primary key ("id"), constraint holdfast_trade_listing_not_negative check (for_trade >= 0 and wanted >= 0), constraint holdfast_trade_listing_one_direction check (for_trade = 0 or wanted = 0));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_trade_listing_deleted_at" ON "holdfast_trade_listing" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE UNIQUE INDEX IF NOT EXISTS "IDX_holdfast_trade_listing_owner_type_owner_id_variant_id_unique" ON "holdfast_trade_listing" ("owner_type", "owner_id", "variant_id") WHERE deleted_at is null;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_trade_listing_given" ON "holdfast_trade_listing" ("variant_id", "updated_at") WHERE for_trade > 0 and deleted_at is null;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_trade_listing_wanted" ON "holdfast_trade_listing" ("variant_id", "updated_at") WHERE wanted > 0 and deleted_at is null;`);

    this.addSql(`create table if not exists "holdfast_trade_party" ("id" text not null, "trade_id" text not null, "position" integer not null, "owner_type" text check ("owner_type" in ('customer', 'shared_inventory')) not null, "owner_id" text not null, "confirmed_by" text null, "confirmed_at" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "holdfast_trade_party_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_trade_party_deleted_at" ON "holdfast_trade_party" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE UNIQUE INDEX IF NOT EXISTS "IDX_holdfast_trade_party_trade_id_position_unique" ON "holdfast_trade_party" ("trade_id", "position") WHERE deleted_at is null;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_trade_party_owner_type_owner_id_trade_id" ON "holdfast_trade_party" ("owner_type", "owner_id", "trade_id") WHERE deleted_at is null;`);

    this.addSql(`create table if not exists "holdfast_vault_shortfall" ("id" text not null, "owner_type" text check ("owner_type" in ('customer', 'shared_inventory')) not null, "owner_id" text not null, "variant_id" text not null, "order_id" text not null, "line_item_id" text not null, "quantity" integer not null, "idempotency_key" text not null, "resolved_at" timestamptz null, "resolved_reason" text null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "holdfast_vault_shortfall_pkey" primary key ("id"), constraint holdfast_vault_shortfall_positive check (quantity > 0));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_vault_shortfall_deleted_at" ON "holdfast_vault_shortfall" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE UNIQUE INDEX IF NOT EXISTS "IDX_holdfast_vault_shortfall_idempotency_key_unique" ON "holdfast_vault_shortfall" ("idempotency_key") WHERE deleted_at is null;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_vault_shortfall_owner_type_owner_id" ON "holdfast_vault_shortfall" ("owner_type", "owner_id") WHERE deleted_at is null;`);
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "holdfast_membership" cascade;`);

    this.addSql(`drop table if exists "holdfast_shared_inventory" cascade;`);

    this.addSql(`drop table if exists "holdfast_trade" cascade;`);

    this.addSql(`drop table if exists "holdfast_trade_leg" cascade;`);

    this.addSql(`drop table if exists "holdfast_trade_listing" cascade;`);

    this.addSql(`drop table if exists "holdfast_trade_party" cascade;`);

    this.addSql(`drop table if exists "holdfast_vault_shortfall" cascade;`);
  }

}

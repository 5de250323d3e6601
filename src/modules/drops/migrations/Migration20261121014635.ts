import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261121014635 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "holdfast_drop_purchase" drop constraint if exists "holdfast_drop_purchase_hold_id_unique";`);
    this.addSql(`create table if not exists "holdfast_drop" ("id" text not null, "name" text not null, "variant_id" text not null, "product_id" text not null, "sales_channel_id" text not null, "price" numeric null, "currency_code" text null, "total_quantity" integer not null, "starts_at" timestamptz null, "ends_at" timestamptz null, "hold_ttl_seconds" integer not null default 60, "limit_per_customer" integer not null default 1, "guests_allowed" boolean not null default false, "status" text check ("status" in ('draft', 'scheduled', 'ended', 'cancelled')) not null default 'draft', "pool_id" text null, "note" text null, "metadata" jsonb null, "raw_price" jsonb null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "holdfast_drop_pkey" primary key ("id"), constraint holdfast_drop_quantity_positive check (total_quantity > 0), constraint holdfast_drop_limit_positive check (limit_per_customer > 0), constraint holdfast_drop_window check (ends_at is null or starts_at is null or ends_at > starts_at));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_drop_deleted_at" ON "holdfast_drop" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_drop_sales_channel_id_status" ON "holdfast_drop" ("sales_channel_id", "status") WHERE deleted_at is null;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_drop_variant_id" ON "holdfast_drop" ("variant_id") WHERE deleted_at is null;`);

    this.addSql(`create table if not exists "holdfast_drop_purchase" ("id" text not null, "drop_id" text not null, "hold_id" text not null, "order_id" text not null, "customer_id" text null, "username" text not null, "is_public" boolean not null default true, "quantity" integer not null, "purchased_at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "holdfast_drop_purchase_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_drop_purchase_deleted_at" ON "holdfast_drop_purchase" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE UNIQUE INDEX IF NOT EXISTS "IDX_holdfast_drop_purchase_hold_id_unique" ON "holdfast_drop_purchase" ("hold_id") WHERE deleted_at is null;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_drop_purchase_drop_id_purchased_at" ON "holdfast_drop_purchase" ("drop_id", "purchased_at") WHERE deleted_at is null;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_drop_purchase_customer_id" ON "holdfast_drop_purchase" ("customer_id") WHERE deleted_at is null and customer_id is not null;`);

    this.addSql(`create table if not exists "holdfast_drop_refusal" ("id" text not null, "drop_id" text not null, "minute" timestamptz not null, "count" integer not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "holdfast_drop_refusal_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_drop_refusal_deleted_at" ON "holdfast_drop_refusal" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_drop_refusal_drop_id_minute" ON "holdfast_drop_refusal" ("drop_id", "minute") WHERE deleted_at is null;`);
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "holdfast_drop" cascade;`);

    this.addSql(`drop table if exists "holdfast_drop_purchase" cascade;`);

    this.addSql(`drop table if exists "holdfast_drop_refusal" cascade;`);
  }

}

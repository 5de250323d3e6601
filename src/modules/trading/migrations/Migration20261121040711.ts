import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261121040711 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`drop index if exists "IDX_holdfast_trade_listing_variant_id";`);
    this.addSql(`drop index if exists "IDX_holdfast_trade_listing_variant_id_owner_id";`);

    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_trade_listing_given" ON "holdfast_trade_listing" ("variant_id", "updated_at") WHERE for_trade > 0 and deleted_at is null;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_trade_listing_wanted" ON "holdfast_trade_listing" ("variant_id", "updated_at") WHERE wanted > 0 and deleted_at is null;`);
  }

  override async down(): Promise<void> {
    this.addSql(`drop index if exists "IDX_holdfast_trade_listing_given";`);
    this.addSql(`drop index if exists "IDX_holdfast_trade_listing_wanted";`);

    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_trade_listing_variant_id" ON "holdfast_trade_listing" ("variant_id") WHERE for_trade > 0 and deleted_at is null;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_holdfast_trade_listing_variant_id_owner_id" ON "holdfast_trade_listing" ("variant_id", "owner_id") WHERE wanted > 0 and deleted_at is null;`);
  }

}

import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261121190939 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "holdfast_drop" add column if not exists "note" text null;`);

  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "holdfast_drop" drop column if exists "note";`);

  }

}

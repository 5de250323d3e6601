import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What ran last, and how it ended: the health check asks whether the sweeper and `reconcile` still come round. */
export class Migration20261121120000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table if not exists holdfast_run (
        job text primary key check (job in ('sweep', 'reconcile')),
        ended_at timestamptz not null,
        findings integer null check (findings >= 0),
        constraint holdfast_run_findings_of_reconcile check ((job = 'reconcile') = (findings is not null))
      );
    `)
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists holdfast_run;`)
  }
}

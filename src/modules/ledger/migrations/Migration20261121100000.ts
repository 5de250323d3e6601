import { Migration } from "@medusajs/framework/mikro-orm/migrations"

const KINDS_BEFORE =
  "'placed', 'grown', 'shrunk', 'extended', 'moved', 'released', 'expired', 'consumed', 'flagged', 'resized', 'recounted'"

/** Units that people own: they are credited, debited and transferred, and what moved them is written down once. */
export class Migration20261121100000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(`alter table holdfast_entry drop constraint if exists holdfast_entry_kind_check;`)
    this.addSql(`
      alter table holdfast_entry add constraint holdfast_entry_kind_check
        check (kind in (${KINDS_BEFORE}, 'credited', 'debited', 'received', 'given'));
    `)
    // What the movement belongs to (an order line, a trade, a grant), and the key under which it happens only once.
    this.addSql(`alter table holdfast_entry add column if not exists reference text null;`)
    this.addSql(`alter table holdfast_entry add column if not exists idempotency_key text null;`)
    this.addSql(`
      create unique index if not exists holdfast_entry_once on holdfast_entry (idempotency_key)
        where idempotency_key is not null;
    `)
    this.addSql(`
      create index if not exists holdfast_entry_reference on holdfast_entry (reference) where reference is not null;
    `)
    // Partial, so that the holds of carts and drops pay nothing for it.
    this.addSql(`
      create index if not exists holdfast_entry_trade on holdfast_entry (holder_id) where holder_type = 'trade';
    `)
    this.addSql(`
      create index if not exists holdfast_pool_counted on holdfast_pool (counted_id, owner_type, owner_id) where kind = 'vault';
    `)
  }

  override async down(): Promise<void> {
    this.addSql(`drop index if exists holdfast_entry_trade;`)
    this.addSql(`drop index if exists holdfast_pool_counted;`)
    this.addSql(`drop index if exists holdfast_entry_reference;`)
    this.addSql(`drop index if exists holdfast_entry_once;`)
    this.addSql(`alter table holdfast_entry drop column if exists idempotency_key;`)
    this.addSql(`alter table holdfast_entry drop column if exists reference;`)
    this.addSql(`alter table holdfast_entry drop constraint if exists holdfast_entry_kind_check;`)
    // Movements stay in the journal, so the old rule can only be asked of what comes.
    this.addSql(`
      alter table holdfast_entry add constraint holdfast_entry_kind_check check (kind in (${KINDS_BEFORE})) not valid;
    `)
  }
}

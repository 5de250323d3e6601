import type { InferTypeOf, MedusaContainer } from "@medusajs/framework/types"
import { tradingOf } from "../container"
import type { AdminVaultShortfall } from "../../contracts/vault-shortfalls"
import type { VaultShortfall } from "../../modules/trading/models/vault-shortfall"
import { HoldfastError } from "../../shared/errors"
import { inTradingTransaction } from "../common/trading-transaction"
import { toIso } from "../../shared/dates"

type ShortfallRow = InferTypeOf<typeof VaultShortfall>

/** Units that vaults owe, newest first. */
export async function listShortfalls(
  container: MedusaContainer,
  filters: Record<string, unknown>,
  page: { take: number; skip: number }
): Promise<{ shortfalls: AdminVaultShortfall[]; count: number }> {
  const [rows, count] = await tradingOf(container).listAndCountVaultShortfalls(filters, {
    ...page,
    order: { created_at: "DESC", id: "DESC" },
  })
  return { shortfalls: (rows as ShortfallRow[]).map(toAdminShortfall), count }
}

/** Settled elsewhere. The first reason is kept. @throws HoldfastError `NOT_FOUND`. */
export async function resolveShortfall(
  container: MedusaContainer,
  id: string,
  reason: string
): Promise<AdminVaultShortfall> {
  await inTradingTransaction(container, (rows) => rows.resolveShortfall(id, reason))
  const { shortfalls } = await listShortfalls(container, { id: [id] }, { take: 1, skip: 0 })
  const [shortfall] = shortfalls
  if (!shortfall) throw new HoldfastError("NOT_FOUND", `There is no shortfall ${id}.`)
  return shortfall
}

function toAdminShortfall(row: ShortfallRow): AdminVaultShortfall {
  const { id, variant_id, order_id, line_item_id, quantity, resolved_reason } = row
  return {
    id,
    owner: { type: row.owner_type, id: row.owner_id },
    variant_id,
    order_id,
    line_item_id,
    quantity,
    created_at: toIso(row.created_at),
    resolved_at: toIso(row.resolved_at),
    resolved_reason,
  }
}

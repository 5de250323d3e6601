import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { readOptions } from "../../shared/options"
import { findVariants } from "../common/variants"
import { toQuantity, type QuantityInput } from "../../shared/quantity"

interface VariantRow {
  id: string
  metadata?: Record<string, unknown> | null
  product?: {
    metadata?: Record<string, unknown> | null
    tags?: ({ value: string } | null)[] | null
  } | null
}

/** The tradable ones (options `trading.tradable`, `blockedVariants`). */
export async function readTradable(
  container: MedusaContainer,
  variantIds: readonly string[]
): Promise<Set<string>> {
  const { tradable, blockedVariants } = readOptions().trading
  const ids = [...new Set(variantIds)].filter((id) => !blockedVariants.includes(id))
  if (!ids.length) return new Set()
  const { metadataKey, tag } = tradable
  const fields = ["id", "metadata", "product.metadata", "product.tags.value"]
  const variants = await findVariants<VariantRow>(container, ids, fields)
  const isMarked = (metadata: VariantRow["metadata"]): boolean =>
    metadataKey !== null && metadata?.[metadataKey] === true
  return new Set(
    [...variants.values()]
      .filter(
        ({ metadata, product }) =>
          isMarked(metadata) ||
          isMarked(product?.metadata) ||
          (tag !== null && (product?.tags ?? []).some((candidate) => candidate?.value === tag))
      )
      .map((variant) => variant.id)
  )
}

export interface VaultOrder {
  id: string
  created_at: Date
  /** Null for guests, who have no vault. */
  customer_id: string | null
  /** Null for the buyer's own vault. */
  shared_inventory_id: string | null
  /** False for the stray order of a dead completion, linked to neither a cart nor a payment. */
  whole: boolean
  lines: VaultLine[]
}

export interface VaultLine {
  id: string
  variant_id: string
  /** Units bought and neither cancelled nor returned. */
  kept: number
}

/** Cart and order metadata: the vault for the units, if not that of whoever it buys for. */
export const VAULT_KEY = "vault_shared_inventory_id"

interface OrderRow {
  id: string
  created_at: string | Date
  status: string
  canceled_at?: string | Date | null
  is_draft_order?: boolean
  customer_id?: string | null
  customer?: { has_account?: boolean } | null
  metadata?: Record<string, unknown> | null
  items?: (ItemRow | null)[] | null
  cart?: { id: string } | null
  payment_collections?: ({ id: string } | null)[] | null
}

interface ItemRow {
  id: string
  variant_id?: string | null
  quantity: QuantityInput
  detail?: {
    return_received_quantity?: QuantityInput
    return_dismissed_quantity?: QuantityInput
  } | null
}

const FIELDS = [
  "id",
  "created_at",
  "status",
  "canceled_at",
  "is_draft_order",
  "customer_id",
  "customer.has_account",
  "metadata",
  "cart.id",
  "payment_collections.id",
  "items.id",
  "items.variant_id",
  "items.quantity",
  "items.detail.*", // all of it: Medusa works `items.quantity` out from it, and gets 0 from a part
]

/** A page of orders without drafts. Unpaged, Medusa 2.21.2 omits quantities of lines. */
export async function readVaultOrders(
  container: MedusaContainer,
  filters: Record<string, unknown>,
  page: { take: number; skip: number }
): Promise<VaultOrder[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order",
    fields: FIELDS,
    filters: { ...filters, is_draft_order: false },
    pagination: { ...page, order: { id: "ASC" } },
  })
  return (data as unknown as OrderRow[]).map(toVaultOrder)
}

/** Just the variants of its lines: most orders have nothing for a vault. */
export async function readOrderLines(
  container: MedusaContainer,
  orderId: string
): Promise<{ id: string; variant_id: string }[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "order",
    fields: ["items.id", "items.variant_id"],
    filters: { id: orderId },
  })
  return (data as unknown as OrderRow[]).flatMap((order) =>
    (order.items ?? []).flatMap((item) =>
      item?.variant_id ? [{ id: item.id, variant_id: item.variant_id }] : []
    )
  )
}

function toVaultOrder(order: OrderRow): VaultOrder {
  const isCanceled = order.status === "canceled" || Boolean(order.canceled_at)
  const named = [VAULT_KEY, "shared_inventory_id"].map((key) => order.metadata?.[key])
  const vault = named.find((id): id is string => typeof id === "string" && id !== "")
  return {
    id: order.id,
    created_at: new Date(order.created_at),
    customer_id: order.customer?.has_account ? (order.customer_id ?? null) : null,
    shared_inventory_id: vault === undefined || vault === "self" ? null : vault,
    whole: Boolean(order.cart?.id ?? order.payment_collections?.length),
    lines: (order.items ?? []).flatMap((item): VaultLine[] => {
      if (!item?.variant_id) return []
      const kept = isCanceled ? 0 : keptOf(item)
      return [{ id: item.id, variant_id: item.variant_id, kept }]
    }),
  }
}

/** Whole pieces, like Medusa's lines and vaults. */
function keptOf({ quantity, detail }: ItemRow): number {
  const back =
    Number(toQuantity(detail?.return_received_quantity)) +
    Number(toQuantity(detail?.return_dismissed_quantity))
  return Math.max(0, Math.floor(Number(toQuantity(quantity)) - back))
}

import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { readOptions } from "../../shared/options"

interface VariantRow {
  id: string
  metadata?: Record<string, unknown> | null
  product?: {
    metadata?: Record<string, unknown> | null
    tags?: ({ value: string } | null)[] | null
  } | null
}

/**
 * Those of some variants that the merchant lets be traded (options `trading.tradable` and
 * `trading.blockedVariants`).
 */
export async function readTradable(
  container: MedusaContainer,
  variantIds: readonly string[]
): Promise<Set<string>> {
  const { tradable, blockedVariants } = readOptions().trading
  const ids = [...new Set(variantIds)].filter((id) => !blockedVariants.includes(id))
  if (!ids.length) return new Set()
  const { metadataKey, tag } = tradable
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "variant",
    fields: ["id", "metadata", "product.metadata", "product.tags.value"],
    filters: { id: ids },
  })
  const isMarked = (metadata: VariantRow["metadata"]): boolean =>
    metadataKey !== null && metadata?.[metadataKey] === true
  return new Set(
    (data as VariantRow[])
      .filter(
        ({ metadata, product }) =>
          isMarked(metadata) ||
          isMarked(product?.metadata) ||
          (tag !== null && (product?.tags ?? []).some((one) => one?.value === tag))
      )
      .map((variant) => variant.id)
  )
}

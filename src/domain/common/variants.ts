import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

export interface VariantRow {
  id: string
  title: string | null
  product: { id: string; title: string; thumbnail: string | null } | null
}

/**
 * Variants with their products, by id, in one look-up; those that the merchant deleted are left
 * out.
 */
export async function findVariants(
  container: MedusaContainer,
  ids: readonly string[]
): Promise<Map<string, VariantRow>> {
  if (!ids.length) return new Map()
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "product_variant",
    fields: ["id", "title", "product.id", "product.title", "product.thumbnail"],
    filters: { id: [...ids] },
  })
  return new Map((data as VariantRow[]).map((row) => [row.id, row]))
}

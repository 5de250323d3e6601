import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

export interface VariantRow {
  id: string
  title: string | null
  product: { id: string; title: string; thumbnail: string | null } | null
}

const SHOWN = ["id", "title", "product.id", "product.title", "product.thumbnail"]

/** Variants by id, without deleted ones. */
export async function findVariants<Row extends { id: string } = VariantRow>(
  container: MedusaContainer,
  ids: readonly string[],
  fields = SHOWN
): Promise<Map<string, Row>> {
  if (!ids.length) return new Map()
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "product_variant",
    fields,
    filters: { id: [...ids] },
  })
  // the caller's type names the caller's fields
  return new Map((data as unknown as Row[]).map((row) => [row.id, row]))
}

import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

export interface CustomerRow {
  id: string
  email: string | null
  first_name: string | null
  last_name: string | null
  has_account: boolean
}

/** Customers by id, without deleted ones. */
export async function findCustomers(
  container: MedusaContainer,
  ids: readonly string[]
): Promise<Map<string, CustomerRow>> {
  if (!ids.length) return new Map()
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "customer",
    fields: ["id", "email", "first_name", "last_name", "has_account"],
    filters: { id: [...ids] },
  })
  return new Map((data as CustomerRow[]).map((row) => [row.id, row]))
}

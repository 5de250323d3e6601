import type { MedusaContainer } from "@medusajs/framework/types"
import { tradingOf } from "../container"
import type { Owner } from "../../contracts/vaults"
import { displayName } from "../../shared/display-name"
import { findCustomers } from "./customers"

export const nameKey = ({ type, id }: Owner): string => `${type} ${id}`

/** Display names of owners, by `nameKey`. Owners that no longer exist are left out. */
export async function namesOf(
  container: MedusaContainer,
  owners: readonly Owner[]
): Promise<Map<string, string>> {
  const idsOf = (type: Owner["type"]): string[] => [
    ...new Set(owners.filter((owner) => owner.type === type).map((owner) => owner.id)),
  ]
  const [customers, inventories] = [idsOf("customer"), idsOf("shared_inventory")]
  const [people, groups] = await Promise.all([
    findCustomers(container, customers),
    inventories.length
      ? tradingOf(container).listSharedInventories(
          { id: inventories },
          { select: ["id", "name"], take: inventories.length }
        )
      : [],
  ])
  const members = [...people.values()].filter((customer) => customer.has_account)
  return new Map([
    ...members.map((customer) => [`customer ${customer.id}`, displayName(customer)] as const),
    ...groups.map((group) => [`shared_inventory ${group.id}`, group.name] as const),
  ])
}

import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { tradingOf } from "../container"
import type { Owner } from "../../contracts/vaults"
import { displayName } from "../../shared/display-name"

export const nameKey = ({ type, id }: Owner): string => `${type} ${id}`

/**
 * What owners are called, by `nameKey`: first name and initial of a customer, the name of a shared
 * inventory. Those who are not there any more are left out.
 */
export async function namesOf(
  container: MedusaContainer,
  owners: readonly Owner[]
): Promise<Map<string, string>> {
  const idsOf = (type: Owner["type"]): string[] => [
    ...new Set(owners.filter((owner) => owner.type === type).map((owner) => owner.id)),
  ]
  const [customers, inventories] = [idsOf("customer"), idsOf("shared_inventory")]
  const [people, groups] = await Promise.all([
    customers.length
      ? container
          .resolve(Modules.CUSTOMER)
          .listCustomers(
            { id: customers, has_account: true },
            { select: ["id", "first_name", "last_name"], take: customers.length }
          )
      : [],
    inventories.length
      ? tradingOf(container).listSharedInventories(
          { id: inventories },
          { select: ["id", "name"], take: inventories.length }
        )
      : [],
  ])
  return new Map([
    ...people.map((one) => [`customer ${one.id}`, displayName(one)] as const),
    ...groups.map((one) => [`shared_inventory ${one.id}`, one.name] as const),
  ])
}

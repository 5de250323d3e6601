import { definePolicies } from "@medusajs/framework/utils"
import { POLICIES } from "../contracts/policies"

/** Told to stores with RBAC, where a merchant can then give them to roles. */
export default definePolicies(
  Object.entries(POLICIES).flatMap(([resource, operations]) =>
    operations.map((operation) => ({
      name: `${resource}:${operation}`,
      resource,
      operation,
      description: `${operation} in the Admin API of Holdfast`,
    }))
  )
)

import { generateJwtToken } from "@medusajs/framework/utils"
import { DEMO_JWT_SECRET } from "../store/base-config"

/**
 * The token that Medusa gives a customer who logs in, without the login: thousands of those take
 * longer than the rush that they are for. Reserving needs no more than the id in it; a customer's
 * row is needed to buy.
 */
export function customerToken(customerId: string): string {
  return generateJwtToken(
    {
      actor_id: customerId,
      actor_type: "customer",
      auth_identity_id: `authid_of_${customerId}`,
      app_metadata: { customer_id: customerId },
      user_metadata: {},
    },
    { secret: process.env.JWT_SECRET ?? DEMO_JWT_SECRET, expiresIn: "1d" }
  )
}

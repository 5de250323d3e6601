import type { ExecArgs } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { customerIds } from "./customers"

/**
 * For `medusa exec`: the market's customers as rows with an account, so that they have names and
 * can be proposed.
 */
export default async function makeCustomers({ container }: ExecArgs): Promise<void> {
  await container.resolve(Modules.CUSTOMER).createCustomers(
    customerIds().map((id, index) => ({
      id,
      email: `${id}@example.test`,
      first_name: "Robin",
      last_name: `Number ${index}`,
      has_account: true,
    }))
  )
}

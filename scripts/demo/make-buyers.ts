import type { ExecArgs } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { BUYERS, emailOf, HOLDER } from "./people"

/** `medusa exec make-buyers.ts`: the customers whom the live drop has seen already. */
export default async function makeBuyers({ container }: ExecArgs): Promise<void> {
  const customers = [...BUYERS, HOLDER].map((person) => ({ ...person, email: emailOf(person) }))
  await container.resolve(Modules.CUSTOMER).createCustomers(customers)
}

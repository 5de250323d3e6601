import type { ExecArgs } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

/** Rows of one insert: PostgreSQL takes 65,535 parameters in a statement. */
const BATCH = 1_000

/**
 * `medusa exec make-customers.ts <prefix> <count>`: customers `<prefix>_0`, `<prefix>_1` and so on.
 */
export default async function makeCustomers({ container, args }: ExecArgs): Promise<void> {
  const [prefix = "cus", count = "0"] = args
  const customers = Array.from({ length: Number(count) }, (_, index) => ({
    id: `${prefix}_${index}`,
    email: `${prefix}_${index}@rush.test`,
    first_name: "Shopper",
    last_name: String(index),
  }))
  const service = container.resolve(Modules.CUSTOMER)
  for (let made = 0; made < customers.length; made += BATCH) {
    await service.createCustomers(customers.slice(made, made + BATCH))
  }
}

import { randomBytes } from "node:crypto"
import path from "node:path"
import { customerToken } from "../../lib/customer-token"
import { runMedusa } from "../../store/medusa-cli"

const MAKE_CUSTOMERS = path.join(__dirname, "make-customers.ts")

/** Customers with a row each, all in one go. Returns their tokens. */
export async function makeCustomers(databaseUrl: string, count: number): Promise<string[]> {
  const prefix = `cus_rush${randomBytes(4).toString("hex")}`
  await runMedusa("holdfast", ["exec", MAKE_CUSTOMERS, prefix, String(count)], {
    DATABASE_URL: databaseUrl,
  })
  return Array.from({ length: count }, (_, index) => customerToken(`${prefix}_${index}`))
}

import { customerToken } from "../lib/customer-token"
import { insertCustomers } from "../lib/customers"
import type { AdminApi } from "../rush/admin"
import type { HttpClient } from "../rush/http"
import { Shopper } from "../rush/shopper"
import { stageOfDrop } from "../rush/stage"
import { Tally } from "../rush/tally"
import { BUYERS, emailOf, HOLDER } from "./people"

/** Some customers buy from the live drop and one holds a unit, all over the Store API. */
export async function seedShoppers(
  admin: AdminApi,
  http: HttpClient,
  databaseUrl: string,
  dropId: string
): Promise<{ holds: number; purchases: number }> {
  const people = [...BUYERS, HOLDER]
  await insertCustomers(
    databaseUrl,
    people.map((person) => ({ ...person, email: emailOf(person) }))
  )
  const stage = await stageOfDrop(admin, dropId)
  const tally = new Tally()
  const shoppers = people.map(
    ({ id }, index) => new Shopper(index, admin.url, stage, http, tally, customerToken(id))
  )
  for (const [index, shopper] of shoppers.entries()) {
    await shopper.reserve(dropId)
    if (index >= BUYERS.length) continue
    await shopper.fillCart()
    await shopper.purchase(dropId)
  }
  const purchases = shoppers.filter(({ outcome }) => outcome === "ordered").length
  if (purchases < BUYERS.length || shoppers.at(-1)?.promisedAt === undefined) {
    throw new Error(`The demo's shoppers could not buy: ${JSON.stringify(tally.codes)}`)
  }
  return { holds: 1, purchases }
}

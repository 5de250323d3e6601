import path from "node:path"
import { customerToken } from "../lib/customer-token"
import type { AdminApi } from "../rush/admin"
import { DropShopper } from "../rush/drop/drop-shopper"
import type { HttpClient } from "../rush/http"
import { stageOfDrop } from "../rush/drop/stage"
import { Tally } from "../rush/tally"
import { runMedusa } from "../store/medusa-cli"
import { BUYERS, HOLDER } from "./people"

/**
 * Some customers buy from the live drop and one holds a unit, over the Store API, as anybody would.
 */
export async function seedShoppers(
  admin: AdminApi,
  http: HttpClient,
  databaseUrl: string,
  dropId: string
): Promise<{ holds: number; purchases: number }> {
  await runMedusa("holdfast", ["exec", path.join(__dirname, "make-buyers.ts")], {
    DATABASE_URL: databaseUrl,
  })
  const stage = await stageOfDrop(admin, dropId)
  const tally = new Tally()
  const shoppers = [...BUYERS, HOLDER].map(
    ({ id }, index) => new DropShopper(index, admin.url, stage, http, tally, customerToken(id))
  )
  for (const [index, shopper] of shoppers.entries()) {
    await shopper.reserve(dropId)
    if (index >= BUYERS.length) continue
    await shopper.fillCart()
    await shopper.purchase(dropId)
  }
  const purchases = shoppers.filter(({ outcome }) => outcome === "ordered").length
  if (purchases < BUYERS.length || !shoppers.at(-1)?.holds) {
    throw new Error(`The demo's shoppers were not served: ${JSON.stringify(tally.codes)}`)
  }
  return { holds: 1, purchases }
}

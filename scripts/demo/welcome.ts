import { AdminApi } from "../rush/admin"
import { HttpClient } from "../rush/http"
import { ADMIN, CUSTOMER } from "../seed/accounts"
import { ensureDrops } from "./drops"

/** What a newcomer needs to look around, with lines to paste. */
export async function welcome(url: string): Promise<string> {
  const http = new HttpClient(1)
  try {
    const admin = await AdminApi.login(http, url, ADMIN.email, ADMIN.password)
    const key = await storefrontKey(admin)
    const variantId = await limitedVariant(admin)
    const { live, scheduled } = await ensureDrops(admin)
    const header = `-H "x-publishable-api-key: ${key}"`
    return [
      "",
      `Store API        ${url}/store`,
      `Admin            ${url}/app`,
      `  login          ${ADMIN.email} / ${ADMIN.password}`,
      `Customer         ${CUSTOMER.email} / ${CUSTOMER.password}`,
      `Publishable key  ${key}`,
      `Live drop        ${url}/store/drops/${live.id}`,
      `Scheduled drop   ${url}/store/drops/${scheduled.id}`,
      "",
      "Try:",
      `  curl -s ${header} "${url}/store/products?limit=3&fields=title,handle"`,
      ...(variantId
        ? [`  curl -s ${header} "${url}/store/variants/${variantId}/availability"`]
        : []),
      `  curl -s ${header} "${url}/store/drops/${live.id}"`,
      `  npm run rush -- --url ${url} --shoppers 50 --units 5`,
      "  npm run rush -- --drop --shoppers 1000 --units 50",
      "  npm run rush -- --stock-medusa    # the same shop without the plugin",
      "",
    ].join("\n")
  } finally {
    await http.close()
  }
}

async function storefrontKey(admin: AdminApi): Promise<string> {
  const keys = await admin.list<{ title: string; token: string; revoked_at: string | null }>(
    "/admin/api-keys?type=publishable&order=created_at",
    "api_keys"
  )
  const live = keys.filter(({ revoked_at }) => !revoked_at)
  const key = live.find(({ title }) => title === "Storefront") ?? live[0]
  if (!key) throw new Error("The store has no publishable key; create one in the admin.")
  return key.token
}

async function limitedVariant(admin: AdminApi): Promise<string | undefined> {
  const products = await admin.list<{ variants: { id: string }[] }>(
    "/admin/products?handle=midnight-tempo&fields=variants.id",
    "products"
  )
  return products[0]?.variants[0]?.id
}

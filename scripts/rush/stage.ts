import type { AdminApi } from "./admin"

/**
 * What a rush sells, with a product, sales channel and key of its own so that its rows can be
 * counted.
 */
export interface Stage {
  variantId: string
  inventoryItemId: string
  salesChannelId: string
  publishableKey: string
  regionId: string
  countryCode: string
  paymentProviderId: string
}

interface Named {
  id: string
  name: string
}

export async function setStage(
  admin: AdminApi,
  { units, locations }: { units: number; locations: 1 | 2 }
): Promise<Stage> {
  const title = `Rush of ${new Date().toISOString().replace("T", " ").slice(0, 23)}`
  const { currencyCode, ...region } = await pickRegion(admin)
  const stockLocations = await pickLocations(admin, locations)
  const { sales_channel } = await admin.post<{ sales_channel: { id: string } }>(
    "/admin/sales-channels",
    { name: title }
  )
  // All of them: a shipping option is offered by the location that it belongs to.
  for (const { id } of stockLocations.all) {
    await admin.post(`/admin/stock-locations/${id}/sales-channels`, { add: [sales_channel.id] })
  }
  const { api_key } = await admin.post<{ api_key: { id: string; token: string } }>(
    "/admin/api-keys",
    { title, type: "publishable" }
  )
  await admin.post(`/admin/api-keys/${api_key.id}/sales-channels`, { add: [sales_channel.id] })
  const product = await createProduct(admin, title, currencyCode, sales_channel.id)
  await stock(admin, product.inventoryItemId, stockLocations.chosen, units)
  return {
    ...product,
    salesChannelId: sales_channel.id,
    publishableKey: api_key.token,
    ...region,
  }
}

/** The stage for a drop that exists already. */
export async function stageOfDrop(admin: AdminApi, dropId: string): Promise<Stage> {
  const { drop } = await admin.get<{ drop: { variant_id: string; sales_channel_id: string } }>(
    `/admin/drops/${dropId}`
  )
  const { currencyCode: _, ...region } = await pickRegion(admin)
  const keys = await admin.list<{ token: string; sales_channels?: { id: string }[] }>(
    "/admin/api-keys?type=publishable&fields=token,sales_channels.id",
    "api_keys"
  )
  const key = keys.find(({ sales_channels }) =>
    sales_channels?.some(({ id }) => id === drop.sales_channel_id)
  )
  if (!key) throw new Error(`No publishable key opens the sales channel of drop ${dropId}.`)
  return {
    variantId: drop.variant_id,
    inventoryItemId: "",
    salesChannelId: drop.sales_channel_id,
    publishableKey: key.token,
    ...region,
  }
}

/** Long enough for every holder to pay on a slow machine: the rush is about reserving. */
const HOLD_TTL_SECONDS = 3_600

/** Creates a live drop with all of the stage's stock. */
export async function openDrop(admin: AdminApi, stage: Stage, units: number): Promise<string> {
  const { drop } = await admin.post<{ drop: { id: string } }>("/admin/drops", {
    name: "Rush",
    variant_id: stage.variantId,
    sales_channel_id: stage.salesChannelId,
    total_quantity: units,
    starts_at: new Date(Date.now() - 60_000).toISOString(),
    hold_ttl_seconds: HOLD_TTL_SECONDS,
  })
  return drop.id
}

async function pickRegion(admin: AdminApi) {
  const regions = await admin.list<{
    id: string
    currency_code: string
    countries?: { iso_2: string }[]
    payment_providers?: { id: string }[]
  }>("/admin/regions?fields=id,currency_code,*countries,*payment_providers", "regions")
  for (const { id, currency_code, countries, payment_providers } of regions) {
    const countryCode = countries?.[0]?.iso_2
    const provider = payment_providers?.find((one) => one.id === "pp_system_default")
    if (countryCode && provider) {
      return {
        regionId: id,
        currencyCode: currency_code,
        countryCode,
        paymentProviderId: provider.id,
      }
    }
  }
  throw new Error(
    "The store needs a region with a country and the system payment provider: the rush pays with it."
  )
}

async function pickLocations(admin: AdminApi, wanted: number) {
  const all = await admin.list<Named>("/admin/stock-locations?order=name", "stock_locations")
  if (all.length < wanted) {
    throw new Error(
      `The store has ${all.length} stock location(s), but --locations asks for ${wanted}.`
    )
  }
  return { all, chosen: all.slice(0, wanted) }
}

async function createProduct(
  admin: AdminApi,
  title: string,
  currencyCode: string,
  salesChannelId: string
): Promise<{ variantId: string; inventoryItemId: string }> {
  const profiles = await admin.list<Named & { type: string }>(
    "/admin/shipping-profiles",
    "shipping_profiles"
  )
  const profile = profiles.find(({ type }) => type === "default") ?? profiles[0]
  if (!profile) throw new Error("The store has no shipping profile.")
  const fields = "fields=variants.id,variants.inventory_items.inventory_item_id"
  const { product } = await admin.post<{
    product: { variants: { id: string; inventory_items: { inventory_item_id: string }[] }[] }
  }>(`/admin/products?${fields}`, {
    title,
    status: "published",
    shipping_profile_id: profile.id,
    sales_channels: [{ id: salesChannelId }],
    options: [{ title: "Edition", values: ["Numbered"] }],
    variants: [
      {
        title: "Numbered",
        manage_inventory: true,
        options: { Edition: "Numbered" },
        prices: [{ currency_code: currencyCode, amount: 249 }],
      },
    ],
  })
  const variant = product.variants[0]
  const inventoryItemId = variant?.inventory_items[0]?.inventory_item_id
  if (!variant || !inventoryItemId) throw new Error("The rush's product has no inventory item.")
  return { variantId: variant.id, inventoryItemId }
}

/** Distributes the units evenly; the first location gets the remainder. */
async function stock(
  admin: AdminApi,
  inventoryItemId: string,
  locations: Named[],
  units: number
): Promise<void> {
  let left = units
  for (const [index, { id }] of locations.entries()) {
    const stocked_quantity = Math.ceil(left / (locations.length - index))
    left -= stocked_quantity
    await admin.post(`/admin/inventory-items/${inventoryItemId}/location-levels`, {
      location_id: id,
      stocked_quantity,
    })
  }
}

import type { StoreUnderTest } from "./store-under-test"

export interface Product {
  id: string
  variantId: string
  inventoryItemId: string
}

/**
 * A sales channel of its own, with the seed's two stock locations, and products made for one test.
 */
export interface Shop {
  key: string
  salesChannelId: string
  regionId: string
  countryCode: string
  /** In the order in which Medusa takes them. */
  locations: [string, string]
  shippingProfileId: string
  product(stock: Stock, more?: ProductSettings): Promise<Product>
  setStock(inventoryItemId: string, locationIndex: 0 | 1, quantity: number): Promise<void>
}

/** Units at the first and at the second location; undefined for no level there. */
export type Stock = readonly (number | undefined)[]

export interface ProductSettings {
  allow_backorder?: boolean
  manage_inventory?: boolean
  /** Sell units of these inventory items instead of one of its own. */
  inventory_items?: { inventory_item_id: string; required_quantity: number }[]
}

type Rows<Key extends string, Row> = Record<Key, Row[]>

export async function openShop(
  { admin }: StoreUnderTest,
  paymentProviders?: string[]
): Promise<Shop> {
  const name = `Test ${Math.random().toString(36).slice(2)}`
  const { stock_locations } = await admin.get<Rows<"stock_locations", { id: string }>>(
    "/admin/stock-locations?order=id"
  )
  const { regions } = await admin.get<
    Rows<"regions", { id: string; countries: { iso_2: string }[] }>
  >("/admin/regions?fields=id,*countries&order=created_at")
  const { shipping_profiles } = await admin.get<Rows<"shipping_profiles", { id: string }>>(
    "/admin/shipping-profiles"
  )
  const [a, b] = stock_locations.map((one) => one.id)
  const [region] = regions
  const [profile] = shipping_profiles
  if (!a || !b || !region || !profile)
    throw new Error("The seed lacks a location, a region or a profile.")
  if (paymentProviders) {
    await admin.post(`/admin/regions/${region.id}`, { payment_providers: paymentProviders })
  }
  const { sales_channel } = await admin.post<{ sales_channel: { id: string } }>(
    "/admin/sales-channels",
    { name }
  )
  for (const id of [a, b]) {
    await admin.post(`/admin/stock-locations/${id}/sales-channels`, { add: [sales_channel.id] })
  }
  const { api_key } = await admin.post<{ api_key: { id: string; token: string } }>(
    "/admin/api-keys",
    {
      title: name,
      type: "publishable",
    }
  )
  await admin.post(`/admin/api-keys/${api_key.id}/sales-channels`, { add: [sales_channel.id] })

  const locations: [string, string] = [a, b]
  return {
    key: api_key.token,
    salesChannelId: sales_channel.id,
    regionId: region.id,
    countryCode: region.countries[0]?.iso_2 ?? "nl",
    locations,
    shippingProfileId: profile.id,
    async product(stock, { inventory_items, ...flags } = {}) {
      const { product } = await admin.post<{ product: CreatedProduct }>(
        "/admin/products?fields=id,variants.id,variants.inventory_items.inventory_item_id",
        {
          title: `${name} ${Math.random().toString(36).slice(2)}`,
          status: "published",
          shipping_profile_id: profile.id,
          sales_channels: [{ id: sales_channel.id }],
          options: [{ title: "Size", values: ["42"] }],
          variants: [
            {
              title: "42",
              manage_inventory: true,
              ...flags,
              inventory_items,
              options: { Size: "42" },
              prices: [{ currency_code: "eur", amount: 100 }],
            },
          ],
        }
      )
      const variant = product.variants[0]
      const inventoryItemId = variant?.inventory_items?.[0]?.inventory_item_id ?? ""
      if (!variant) throw new Error("The product got no variant.")
      for (const [index, stocked_quantity] of stock.entries()) {
        if (stocked_quantity === undefined || inventory_items) continue
        await admin.post(`/admin/inventory-items/${inventoryItemId}/location-levels`, {
          location_id: locations[index],
          stocked_quantity,
        })
      }
      return { id: product.id, variantId: variant.id, inventoryItemId }
    },
    async setStock(inventoryItemId, locationIndex, stocked_quantity) {
      await admin.post(
        `/admin/inventory-items/${inventoryItemId}/location-levels/${locations[locationIndex]}`,
        {
          stocked_quantity,
        }
      )
    },
  }
}

interface CreatedProduct {
  id: string
  variants: { id: string; inventory_items?: { inventory_item_id: string }[] | null }[]
}

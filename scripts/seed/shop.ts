import {
  createRegionsWorkflow,
  createStockLocationsWorkflow,
  createTaxRegionsWorkflow,
  linkSalesChannelsToStockLocationWorkflow,
  updateApiKeysWorkflow,
  updateRegionsWorkflow,
  updateSalesChannelsWorkflow,
  updateStoresWorkflow,
} from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

export const CURRENCY = "eur"
const VAT_RATES: Record<string, number> = { nl: 21, be: 21, de: 19 }
export const COUNTRIES = Object.keys(VAT_RATES)

export interface Shop {
  salesChannelId: string
  regionId: string
  warehouseId: string
  shopId: string
}

/** Store, sales channel, region with taxes and the two stock locations. */
export async function seedShop(container: MedusaContainer): Promise<Shop> {
  const salesChannelId = await nameDefaults(container)
  const regionId = await seedRegion(container)
  const { result: locations } = await createStockLocationsWorkflow(container).run({
    input: {
      locations: [
        {
          name: "Rotterdam warehouse",
          address: { address_1: "Maashaven 12", city: "Rotterdam", country_code: "NL" },
        },
        {
          name: "Utrecht shop",
          address: { address_1: "Oudegracht 88", city: "Utrecht", country_code: "NL" },
        },
      ],
    },
  })
  for (const { id } of locations) {
    await linkSalesChannelsToStockLocationWorkflow(container).run({
      input: { id, add: [salesChannelId] },
    })
  }
  const [warehouse, shop] = locations
  return { salesChannelId, regionId, warehouseId: warehouse.id, shopId: shop.id }
}

/** Medusa makes a store, a sales channel and a publishable key of its own: these become ours. */
async function nameDefaults(container: MedusaContainer): Promise<string> {
  const [store] = await container.resolve(Modules.STORE).listStores()
  const salesChannelId = store.default_sales_channel_id as string
  await updateSalesChannelsWorkflow(container).run({
    input: { selector: { id: salesChannelId }, update: { name: "Online shop", description: "" } },
  })
  await updateStoresWorkflow(container).run({
    input: {
      selector: { id: store.id },
      update: {
        name: "Holdfast Sneakers",
        supported_currencies: [{ currency_code: CURRENCY, is_default: true }],
      },
    },
  })
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data: keys } = await query.graph({
    entity: "api_key",
    fields: ["id"],
    filters: { type: "publishable" },
  })
  await updateApiKeysWorkflow(container).run({
    input: { selector: { id: keys.map(({ id }) => id) }, update: { title: "Storefront" } },
  })
  return salesChannelId
}

async function seedRegion(container: MedusaContainer): Promise<string> {
  const { result: regions } = await createRegionsWorkflow(container).run({
    input: {
      regions: [
        {
          name: "Benelux and Germany",
          currency_code: CURRENCY,
          countries: COUNTRIES,
          payment_providers: ["pp_system_default"],
        },
      ],
    },
  })
  const [region] = regions
  await updateRegionsWorkflow(container).run({
    input: { selector: { id: region.id }, update: { automatic_taxes: true } },
  })
  await createTaxRegionsWorkflow(container).run({
    input: COUNTRIES.map((country_code) => ({
      country_code,
      provider_id: "tp_system",
      default_tax_rate: { name: "VAT", code: "vat", rate: VAT_RATES[country_code] },
    })),
  })
  const store = container.resolve(Modules.STORE)
  const [{ id }] = await store.listStores()
  await updateStoresWorkflow(container).run({
    input: { selector: { id }, update: { default_region_id: region.id } },
  })
  return region.id
}

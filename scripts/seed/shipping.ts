import {
  createShippingOptionsWorkflow,
  createShippingProfilesWorkflow,
} from "@medusajs/medusa/core-flows"
import type { FulfillmentTypes, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { COUNTRIES, CURRENCY, type Shop } from "./shop"

const PROVIDER = "manual_manual"

/**
 * Parcels leave the warehouse, the shop hands over what is picked up. Returns the shipping profile
 * of every product.
 */
export async function seedShipping(container: MedusaContainer, shop: Shop): Promise<string> {
  const profileId = await defaultProfile(container)
  const parcels = await seedZone(container, shop.warehouseId, "Parcels", "shipping", COUNTRIES)
  const counter = await seedZone(container, shop.shopId, "Counter", "pickup", ["nl"])
  const common = {
    price_type: "flat",
    provider_id: PROVIDER,
    shipping_profile_id: profileId,
  } as const
  const rules = [
    { attribute: "enabled_in_store", value: "true", operator: "eq" as const },
    { attribute: "is_return", value: "false", operator: "eq" as const },
  ]
  await createShippingOptionsWorkflow(container).run({
    input: [
      {
        ...common,
        name: "Standard parcel",
        service_zone_id: parcels,
        type: { label: "Standard", description: "In two or three days.", code: "standard" },
        prices: [{ currency_code: CURRENCY, amount: 5 }],
        rules,
      },
      {
        ...common,
        name: "Express parcel",
        service_zone_id: parcels,
        type: { label: "Express", description: "Tomorrow.", code: "express" },
        prices: [{ currency_code: CURRENCY, amount: 12 }],
        rules,
      },
      {
        ...common,
        name: "Pick up in Utrecht",
        service_zone_id: counter,
        type: { label: "Pick up", description: "In the shop, within the hour.", code: "pickup" },
        prices: [{ currency_code: CURRENCY, amount: 0 }],
        rules,
      },
    ],
  })
  return profileId
}

async function defaultProfile(container: MedusaContainer): Promise<string> {
  const fulfillment = container.resolve(Modules.FULFILLMENT)
  const [existing] = await fulfillment.listShippingProfiles({ type: "default" })
  if (existing) return existing.id
  const { result } = await createShippingProfilesWorkflow(container).run({
    input: { data: [{ name: "Default", type: "default" }] },
  })
  return result[0].id
}

async function seedZone(
  container: MedusaContainer,
  locationId: string,
  name: string,
  type: string,
  countries: string[]
): Promise<string> {
  const fulfillment = container.resolve(Modules.FULFILLMENT)
  const link = container.resolve(ContainerRegistrationKeys.LINK)
  const geo_zones = countries.map((country_code) => ({ type: "country" as const, country_code }))
  const set: FulfillmentTypes.FulfillmentSetDTO = await fulfillment.createFulfillmentSets({
    name,
    type,
    service_zones: [{ name: `${name} zone`, geo_zones }],
  })
  const stockLocation = { stock_location_id: locationId }
  await link.create([
    {
      [Modules.STOCK_LOCATION]: stockLocation,
      [Modules.FULFILLMENT]: { fulfillment_provider_id: PROVIDER },
    },
    {
      [Modules.STOCK_LOCATION]: stockLocation,
      [Modules.FULFILLMENT]: { fulfillment_set_id: set.id },
    },
  ])
  return set.service_zones[0].id
}

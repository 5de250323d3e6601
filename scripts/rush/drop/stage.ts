import type { AdminApi } from "../admin"
import { pickRegion, type Stage } from "../stage"

/** What a shopper must know of a drop that is there already. */
export async function stageOfDrop(admin: AdminApi, dropId: string): Promise<Stage> {
  const { drop } = await admin.get<{ drop: { variant_id: string; sales_channel_id: string } }>(
    `/admin/drops/${dropId}`
  )
  const region = await pickRegion(admin)
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
    regionId: region.id,
    countryCode: region.countryCode,
    paymentProviderId: region.paymentProviderId,
  }
}

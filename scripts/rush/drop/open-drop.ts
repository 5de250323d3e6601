import type { AdminApi } from "../admin"
import type { Stage } from "../stage"

/** Long enough for every holder to pay, however slow the machine: the rush is about reserving. */
const HOLD_TTL_SECONDS = 3_600

/** A drop that is live since a minute, with all of the stage's stock in it. */
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

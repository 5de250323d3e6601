import type { AdminApi } from "../rush/admin"

interface Drop {
  id: string
  name: string
  state: string
}

interface Plan {
  name: string
  handle: string
  units: number
  /** Minutes from now. */
  startsIn: number
}

const LIVE: Plan = { name: "Canal High, first run", handle: "canal-high", units: 8, startsIn: -1 }
const SCHEDULED: Plan = {
  name: "Granite Hiker, resoled",
  handle: "granite-hiker",
  units: 6,
  startsIn: 60,
}

/** Long enough to look around while holding a unit; a shop would take a minute. */
const HOLD_TTL_SECONDS = 600

export interface DemoDrops {
  live: Drop
  scheduled: Drop
}

/** A live drop and a scheduled one, created where the demo has none. */
export async function ensureDrops(admin: AdminApi): Promise<DemoDrops> {
  const drops = await admin.list<Drop>("/admin/drops?order=created_at", "drops")
  return {
    live: drops.find(({ state }) => state === "live") ?? (await makeDrop(admin, LIVE)),
    scheduled:
      drops.find(({ state }) => state === "scheduled") ?? (await makeDrop(admin, SCHEDULED)),
  }
}

async function makeDrop(admin: AdminApi, { name, handle, units, startsIn }: Plan): Promise<Drop> {
  const [product] = await admin.list<{
    variants: { id: string }[]
    sales_channels: { id: string }[]
  }>(`/admin/products?handle=${handle}&fields=variants.id,sales_channels.id`, "products")
  const variant = product?.variants[0]
  const channel = product?.sales_channels[0]
  if (!variant || !channel)
    throw new Error(`The demo's product ${handle} is gone: npm run seed -- --reset.`)
  const { drop } = await admin.post<{ drop: Drop }>("/admin/drops", {
    name,
    variant_id: variant.id,
    sales_channel_id: channel.id,
    total_quantity: units,
    starts_at: new Date(Date.now() + startsIn * 60_000).toISOString(),
    hold_ttl_seconds: HOLD_TTL_SECONDS,
  })
  return drop
}

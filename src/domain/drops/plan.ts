import type { MedusaContainer } from "@medusajs/framework/types"
import { ledgerOf } from "../container"
import type { AdminCreateDrop, AdminUpdateDrop } from "../../contracts/admin-drops"
import { HoldfastError } from "../../shared/errors"
import { findVariants } from "../common/variants"
import type { DropRow } from "./definitions"

export interface DropPlan {
  values: Partial<DropRow>
  /** Whether to allot the stock at once. */
  schedule: boolean
}

/**
 * What a new drop will be. Without `starts_at` a draft, unless the merchant gave a status.
 * @throws HoldfastError `INVALID_DATA`: the variant, its sales channel, the window or the status.
 */
export async function planDrop(
  container: MedusaContainer,
  { status, ...body }: AdminCreateDrop
): Promise<DropPlan> {
  const now = await ledgerOf(container).now()
  const starts_at = toDate(body.starts_at) ?? (status === "live" ? now : null)
  const ends_at = toDate(body.ends_at) ?? null
  if (status === "scheduled" && !starts_at) {
    throw invalid("A scheduled drop needs 'starts_at'. Set it or create a draft.")
  }
  if (status === "live" && starts_at && starts_at > now) {
    throw invalid("A drop that starts in the future cannot be live. Omit 'status' or 'starts_at'.")
  }
  checkWindow({ starts_at, ends_at }, ends_at, now)
  checkPrice(body)
  const product_id = await readProductOf(container, body)
  return {
    values: { ...body, product_id, starts_at, ends_at, metadata: body.metadata ?? null },
    schedule: status ? status !== "draft" : starts_at !== null,
  }
}

/** The changed values, checked together with the others. @throws as `planDrop`. */
export async function planUpdate(
  container: MedusaContainer,
  drop: DropRow,
  body: AdminUpdateDrop
): Promise<Partial<DropRow>> {
  const { starts_at: _, ends_at: __, ...rest } = body
  const starts_at = toDate(body.starts_at)
  const ends_at = toDate(body.ends_at)
  const update: Partial<DropRow> = {
    ...rest,
    ...(starts_at === undefined ? {} : { starts_at }),
    ...(ends_at === undefined ? {} : { ends_at }),
  }
  const next = { ...drop, ...update }
  if (drop.status === "scheduled" && !next.starts_at) {
    throw invalid(`Drop ${drop.id} is scheduled and needs 'starts_at'. Cancel it first.`)
  }
  checkWindow(
    { starts_at: toDate(next.starts_at) ?? null, ends_at: toDate(next.ends_at) ?? null },
    ends_at ?? null,
    await ledgerOf(container).now()
  )
  checkPrice(next)
  const moves =
    next.variant_id !== drop.variant_id || next.sales_channel_id !== drop.sales_channel_id
  return moves ? { ...update, product_id: await readProductOf(container, next) } : update
}

/** @param given a new end; an old one may have passed. */
function checkWindow(
  window: { starts_at: Date | null; ends_at: Date | null },
  given: Date | null,
  now: Date
): void {
  const { starts_at, ends_at } = window
  if (given && given <= now) {
    throw invalid(
      `'ends_at' (${given.toISOString()}) has passed. To end a drop now, POST to its /end.`
    )
  }
  if (starts_at && ends_at && ends_at <= starts_at) {
    throw invalid(
      `'ends_at' (${ends_at.toISOString()}) must be after 'starts_at' (${starts_at.toISOString()}).`
    )
  }
}

function checkPrice(drop: { price?: unknown; currency_code?: string | null }): void {
  const hasPrice = drop.price !== null && drop.price !== undefined
  if (hasPrice !== Boolean(drop.currency_code)) {
    throw invalid("'price' and 'currency_code' belong together. Set both or neither.")
  }
}

interface VariantRow {
  id: string
  product_id: string
  product?: { sales_channels?: ({ id: string } | null)[] } | null
}

/** The variant's product. @throws HoldfastError if it is not in the drop's sales channel. */
async function readProductOf(
  container: MedusaContainer,
  { variant_id, sales_channel_id }: { variant_id: string; sales_channel_id: string }
): Promise<string> {
  const fields = ["id", "product_id", "product.sales_channels.id"]
  const variant = (await findVariants<VariantRow>(container, [variant_id], fields)).get(variant_id)
  if (!variant) throw invalid(`There is no product variant ${variant_id}.`)
  const channels = variant.product?.sales_channels?.map((channel) => channel?.id) ?? []
  if (!channels.includes(sales_channel_id)) {
    throw invalid(
      `Product ${variant.product_id} of variant ${variant_id} is not in sales channel ${sales_channel_id}. Add it there first.`
    )
  }
  return variant.product_id
}

/** Keeps undefined, which leaves a field unchanged. */
function toDate(date: Date | string | null | undefined): Date | null | undefined {
  return date === null || date === undefined ? date : new Date(date)
}

const invalid = (message: string): HoldfastError => new HoldfastError("INVALID_DATA", message)

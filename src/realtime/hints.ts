import type { MedusaContainer } from "@medusajs/framework/types"
import { z } from "@medusajs/framework/zod"
import {
  DROP_EVENTS,
  type DropChangedData,
  type DropPurchasedData,
  type DropReservationExpiredData,
  type DropStockUpdatedData,
} from "../contracts/drop-events"
import { dropsOf } from "../domain/container"

const id = z.string().max(255)

/** Without figures: each process reads those as it sends them, so clients never go back in time. */
const hint = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("visible"), drop_id: id }),
  z.object({ kind: z.literal("figures"), drop_id: id }),
  z.object({
    kind: z.literal("expired"),
    drop_id: id,
    reservation_id: id,
    customer_id: id.nullable(),
  }),
  z.object({
    kind: z.literal("purchased"),
    drop_id: id,
    username: z.string().max(255).nullable(),
    purchased_at: z.iso.datetime(),
  }),
  /** Hints may have been lost: re-read whatever is shown. */
  z.object({ kind: z.literal("resync") }),
])

export type Hint = z.infer<typeof hint>
/** Each is sent on its own; figures are sent once, however often they changed. */
export type Fact = Extract<Hint, { kind: "expired" | "purchased" }>

export type DropEvent =
  | { name: typeof DROP_EVENTS.changed; data: DropChangedData }
  | { name: typeof DROP_EVENTS.stockUpdated; data: DropStockUpdatedData }
  | { name: typeof DROP_EVENTS.reservationExpired; data: DropReservationExpiredData }
  | { name: typeof DROP_EVENTS.purchased; data: DropPurchasedData }

/** What an event means to clients; undefined for nothing. */
export async function toHint(
  container: MedusaContainer,
  { name, data }: DropEvent
): Promise<Hint | undefined> {
  const { drop_id } = data
  switch (name) {
    case DROP_EVENTS.changed: {
      const isNew = data.change === "created" || data.change === "scheduled"
      return { kind: isNew ? "visible" : "figures", drop_id }
    }
    case DROP_EVENTS.stockUpdated:
      return { kind: "figures", drop_id }
    case DROP_EVENTS.reservationExpired: {
      const { reservation_id, customer_id } = data
      return { kind: "expired", drop_id, reservation_id, customer_id }
    }
    case DROP_EVENTS.purchased: {
      const drops = dropsOf(container)
      const [purchase] = await drops.listDropPurchases({ hold_id: data.reservation_id })
      if (!purchase) return undefined
      const username = purchase.is_public ? purchase.username : null
      const purchased_at = new Date(purchase.purchased_at).toISOString()
      return { kind: "purchased", drop_id, username, purchased_at }
    }
  }
}

const message = z.object({ from: z.string(), hints: z.array(z.unknown()) })

/** The largest hint takes 1.1 KB, and PostgreSQL's notifications end at 8,000 bytes. */
const PER_MESSAGE = 5

/** @param hints each as JSON. */
export function encodeHints(from: string, hints: readonly string[]): string[] {
  const messages: string[] = []
  for (let at = 0; at < hints.length; at += PER_MESSAGE) {
    const some = hints.slice(at, at + PER_MESSAGE).join(",")
    messages.push(`{"from":${JSON.stringify(from)},"hints":[${some}]}`)
  }
  return messages
}

/** Another process's hints, without those that only a newer version knows. */
export function decodeHints(self: string, text: string): Hint[] {
  const parsed = message.safeParse(parseJson(text))
  if (!parsed.success || parsed.data.from === self) return []
  return parsed.data.hints.flatMap((each) => hint.safeParse(each).data ?? [])
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import { z } from "@medusajs/framework/zod"

const id = z.string().max(255)

/**
 * What processes tell each other about drops. A hint says that something happened and leaves the
 * figures out: each process reads those itself, at the moment it sends them, so no client is shown
 * an older state after a newer one.
 */
export const hint = z.discriminatedUnion("kind", [
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
  /** Hints may have been lost: whatever is shown anywhere is to be read again. */
  z.object({ kind: z.literal("resync") }),
])

export type Hint = z.infer<typeof hint>
/** Each of these is told on its own; figures are told once, however often they changed. */
export type Fact = Extract<Hint, { kind: "expired" | "purchased" }>

const message = z.object({ from: z.string(), hints: z.array(z.unknown()) })

/**
 * Hints in one message. The largest ones take 1.1 KB, and PostgreSQL notifies of less than 8,000
 * bytes.
 */
const PER_MESSAGE = 5

export function encodeHints(from: string, hints: readonly Hint[]): string[] {
  const messages: string[] = []
  for (let at = 0; at < hints.length; at += PER_MESSAGE) {
    messages.push(JSON.stringify({ from, hints: hints.slice(at, at + PER_MESSAGE) }))
  }
  return messages
}

/**
 * The hints of another process; those that a newer version may send and this one does not know are
 * left out.
 */
export function decodeHints(self: string, text: string): Hint[] {
  const parsed = message.safeParse(parseJson(text))
  if (!parsed.success || parsed.data.from === self) return []
  return parsed.data.hints.flatMap((one) => {
    const known = hint.safeParse(one)
    return known.success ? [known.data] : []
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The format of times in responses; null stays null. */
export function toIso(date: Date | string): string
export function toIso(date: Date | string | null): string | null
export function toIso(date: Date | string | null): string | null {
  return date && new Date(date).toISOString()
}

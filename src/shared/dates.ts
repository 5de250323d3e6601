/** As every answer writes a time; what has not happened stays null. */
export function toIso(date: Date | string): string
export function toIso(date: Date | string | null): string | null
export function toIso(date: Date | string | null): string | null {
  return date && new Date(date).toISOString()
}

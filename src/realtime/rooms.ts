/**
 * Rooms carry the sales channel in their names, so that nobody can be in one by mistake. A
 * customer's room spans channels: what is sent there is checked against each connection's own (see
 * `feed.ts`).
 */
export const rooms = {
  /** Everybody of a sales channel. */
  drops: (channelId: string) => `drops:${channelId}`,
  /** Those who joined a drop. */
  drop: (dropId: string, channelId: string) => `drop:${dropId}:${channelId}`,
  customer: (customerId: string) => `customer:${customerId}`,
}

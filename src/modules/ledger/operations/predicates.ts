/**
 * When a hold counts. A due one counts for nobody, whether tidied or not. Needs the alias h (hold),
 * and `DUE` also p (its pool).
 *
 * `statement_timestamp()`, because a volatile clock cannot bound an index range.
 */
const ACTIVE = `h.status = 'active'`
const IN_TIME = `h.expires_at > statement_timestamp()`

/** At a level only the clock counts: Medusa's availability includes what a completion took. */
export const LIVE_AT_LEVEL = `${ACTIVE} and ${IN_TIME}`
export const DUE_AT_LEVEL = `${ACTIVE} and h.expires_at <= statement_timestamp()`

/** Orders do not reach such a pool: a completing hold counts on, its unit may be sold by now. */
export const LIVE_IN_POOL = `${ACTIVE} and (${IN_TIME} or h.completing_at is not null)`
export const DUE_IN_POOL = `${DUE_AT_LEVEL} and h.completing_at is null`

/** Past its time in any pool: its units may be given to somebody else. */
export const DUE = `${DUE_AT_LEVEL} and (h.completing_at is null or p.kind = 'level')`

/** Live and in no completion: its unit may be moved or taken by a merchant's change. */
export const LIVE_AND_IDLE = `${LIVE_AT_LEVEL} and h.completing_at is null`

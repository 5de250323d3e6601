/**
 * When a hold counts. One that is past its time counts for nobody, at once, whether or not its row
 * was tidied. Needs the alias h (hold), and `DUE` also p (its pool).
 *
 * `statement_timestamp()`, because a clock that may move within the statement cannot bound a range
 * of an index.
 */
const ACTIVE = `h.status = 'active'`
const IN_TIME = `h.expires_at > statement_timestamp()`

/** At a level only the clock counts: Medusa's availability says what a completion took. */
export const LIVE_AT_LEVEL = `${ACTIVE} and ${IN_TIME}`
export const DUE_AT_LEVEL = `${ACTIVE} and h.expires_at <= statement_timestamp()`

/**
 * A pool with a quantity of its own does not learn of orders from Medusa: a hold whose completion
 * runs counts on past its time, since its unit may be an order's by now.
 */
export const LIVE_IN_POOL = `${ACTIVE} and (${IN_TIME} or h.completing_at is not null)`
export const DUE_IN_POOL = `${DUE_AT_LEVEL} and h.completing_at is null`

/** Past its time, whatever pool it lies in: its units may be given to somebody else. */
export const DUE = `${DUE_AT_LEVEL} and (h.completing_at is null or p.kind = 'level')`

/** In no completion, and in time: whoever needs its unit may be refused for it, or move it. */
export const LIVE_AND_IDLE = `${LIVE_AT_LEVEL} and h.completing_at is null`

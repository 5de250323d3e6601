/**
 * Units of a listing's variant that its owner has free now; whole, as all of a vault's are. Of a
 * listing `l`.
 */
const FREE = `coalesce((
  select p.quantity - case when p.held = 0 then 0 else coalesce((
    select sum(h.quantity) from holdfast_hold h
    where h.pool_id = p.id and h.status = 'active' and h.expires_at > statement_timestamp()), 0) end
  from holdfast_pool p
  where p.kind = 'vault' and p.counted_id = l.variant_id
    and p.owner_type = l.owner_type and p.owner_id = l.owner_id), 0)`

/** What a listing gives, as far as it is there. */
export const OFFERED = `least(l.for_trade, ${FREE})::int`

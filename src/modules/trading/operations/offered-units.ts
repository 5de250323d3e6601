/** Units of a listing's (`l`) variant that its owner has free now. Vaults count whole units. */
const FREE = `coalesce((
  select p.quantity - case when p.held = 0 then 0 else coalesce((
    select sum(h.quantity) from holdfast_hold h
    where h.pool_id = p.id and h.status = 'active' and h.expires_at > statement_timestamp()), 0) end
  from holdfast_pool p
  where p.kind = 'vault' and p.counted_id = l.variant_id
    and p.owner_type = l.owner_type and p.owner_id = l.owner_id), 0)`

/** What a listing can give now. */
export const OFFERED = `least(l.for_trade, ${FREE})::int`
